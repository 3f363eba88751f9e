"""How a treatment stands: given, going on, planned, declined, denied; None when it is only named."""

import datetime as dt
import re
from dataclasses import dataclass

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.timing import Period
from trialsift.extract.treatment_ahead import ahead_of, is_settled_on, is_visit_after
from trialsift.extract.treatment_denials import is_denied, is_given_up
from trialsift.extract.treatment_now import ENDED, GOES_ON, is_going_on, is_kept_on, is_taken


@dataclass(frozen=True, slots=True)
class Standing:
    """Presence and time of a treatment; since: a denial that holds only from a day on; going_on: it began and has not ended."""

    presence: str
    time: str | None = None
    since: bool = False
    person: str | None = None
    going_on: bool = False


_GIVEN = quick(
    r"\b(?:had|has had|have had|received|receiving|given|underwent|undergone|undergoing|completed|finished|treated|s/p|status post|after|following|followed by|post(?! ?-? ?op)|previous|"
    r"previously|prior|history of|h/o|since|cycles?|courses?|started|commenced|stopped|discontinued|last|first|aged|at age|"
    r"as an? (?:child|teenager|baby|boy|girl|kid|infant|toddler|youth|young \w+)|in (?:early )?(?:childhood|infancy)|at birth|at \d{1,2}\b(?! ?(?:mg|mm|cm|%|am|pm|weeks|months|/|:))|"
    r"was performed|performed|done|delivered|"
    r"administered|on treatment with|continues|currently on|taking|takes|tolerat\w+|progress(?:ed|ion) on|ex|old|recent|removed|x ?\d|\d+ ?gy|fractions?|#|then|ago|"
    r"once(?= ?(?:$|[.,;)(]|in\b|only\b|before\b|previously\b|when\b|at\b|as\b|for\b))|twice|"
    r"in situ|out from|age \d|instillations?|infusions?|injections?|raised|sited|inserted|placed|fitted|implanted|drained|"
    r"recalls|remembers|years? of|months? of|weeks? of|revealed|showed|shows|confirmed|was taken|taken|wound|scar|required|needed|units?|bags?|transfused on)\b|\bx ?\d",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:currently|now|still|presently|continues|is|remains) (?:receiving|having|on|taking|undergoing|treated with|being treated with|under)"
    r"(?: (?:weekly|daily|maintenance|palliative|adjuvant|cycle \w+ of|(?:first|second|third|fourth|\d(?:st|nd|rd|th)?)[ -]{1,3}line)){0,2} $|"
    r"\bcontinues(?: (?:on|with|taking|to take))?(?: (?:adjuvant|maintenance|oral|weekly|daily|her|his))* $|"
    r"^(?:(?:pt|patient|he|she) )?on (?:(?:adjuvant|neo ?adjuvant|palliative|maintenance|oral|weekly|daily|[1-4](?:st|nd|rd|th)[ -]{0,3}line) ){0,4}$|"
    r"(?:^|[^\d/])# ?\d{1,2} ?(?:of|/) ?(?:[\d]{1,2} )?$|"
    r"\b(?:on|in) (?:week|day|fraction|cycle|#) ?\d{1,2} of (?:[\w-]+ ){0,2}$|\b(?:mid|half|part)[ -]?way through (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_SINCE_DAY = re.compile(
    r"^(?:(?!\b(?:no|not|nor|without)\b)[^.;]){0,60}\bsince\b(?! then| that)", re.IGNORECASE
)
_OFF = re.compile(
    r"\b(?:off|no longer (?:on|taking)|stopped|ceased|came off|been off) (?:all |the |her |his )?$",
    re.IGNORECASE,
)
# The other drugs of a list, which share what stands behind the last: "vincristine / actinomycin aged 5".
_REST_OF_LIST = re.compile(r"^(?: ?(?:/|\+|,|&|and|with|plus) ?(?!then\b)[a-z-]{4,}){1,5}", re.IGNORECASE)
_JUST_BEGUN = 120  # days in which a drug that was begun is taken to go on
_RAYS_LAST = 21  # and rays
_DOSED_AFTER = re.compile(
    r"^[ ,:(]*[\d.,]+ ?(?:mg|mcg|g|\u03bcg) ?/ ?(?:m2|m\u00b2|kg)\b|^[ ,:(]*\d+ cyc\b", re.IGNORECASE
)
_PARTICIPLE = re.compile(
    r"^(?:irradiated|resected|amputated|transfused|stented|operated|post \w+|.*\bgy\b.*(?:#|fr).*)$",
    re.IGNORECASE | re.DOTALL,
)
_TALK = quick(
    r"\b(?:discuss\w*|interested in|desir\w+|has asked|consider\w*|recommend\w*|suggest\w*|options?|roles? (?:for|of)|would|"
    r"(?<!\d )(?<!in )(?<!of )(?<!since )(?<!until )(?<!by )may(?! \d)(?![:.,;)])"
    r"|once (?:(?:the|her|his) )?[\w-]+ (?:\w+ )?(?:is|are|has|have|obtained|done|back|available|completed|known|healed|finished)|\d{2} ?(?:-|to) ?\d{2} ?gy|"
    r"might|could|should|if|refer(?:red|ral)? (?:for|to|back)|"
    r"candidates? for|ask re|query|keen|feasib\w+|propos\w+|likely|suitab\w+|(?-i:[Aa]im(?:s|ed|ing)?)\b|plan(?:s|ned|ning)?|booked|arranged|scheduled|await\w*|"
    r"for (?:consideration|discussion)|"
    r"will|to (?:have|start|undergo|receive|begin|proceed|be)|going to|prior to|before|until(?! ?\d{1,2}[./-]\d)|date (?:for|of)|list(?:ed)? for|need(?:s|ed)? for|agree\w*|"
    r"hold(?:ing)? on|decision|vs\.?|versus|explain\w*|mentioned|sequence|pros and cons|risks?|benefits?|study|trial|protocol|further|defer\w*|"
    r"ask(?:s|ed|ing)? about|think\w*|believe\w*|wish\w*|sugg\w*|postpone\w*|intend\w*|intention|next|tbc|wait(?:ing)? list|wait-?listed|proceed|offer(?:ed)?|fit for|necessary|next step|"
    r"advis\w+|re-?present)\b|\?",
    re.IGNORECASE,
)
_FOR_IT = re.compile(
    r"\b(?:(?<!significant )(?<!remarkable )(?<!notable )(?<!positive )for|then|pre|towards|re|\?|toward):? (?:[\w-]+ (?:\+ |and )?){0,2}$",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"\b(?:not (?:needed|required|necessary|indicated|recommended|advised|planned|an option|feasible|possible|appropriate|offered|suitable|fit)|no (?:role|indication|need|plan)|"
    r"recommend\w*|need(?:ed|s)?|indicat\w+|requir\w+|advis\w+|plan(?:s|ned)?|until|unless|if|should|would|will|candidate|fit for|object\w*|consider\w*|"
    r"instead of|rather than|propos\w+|discuss\w*|options?)\b",
    re.IGNORECASE,
)
# "No chemotherapy was required": what was not needed then was not given.
_NONE_WAS = re.compile(r"\b(?:no|nil) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_WAS_NOT = re.compile(
    r"^ (?:was|were) (?:required|needed|necessary|given|offered|indicated)\b", re.IGNORECASE
)
_HAS_NOT_BEEN = re.compile(
    r"^ (?:has|have|had) (?:so far |thus far )?(?:not|never) been (?:required|needed|necessary)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:never|to date|so far|until now|up to now|hitherto|as yet|yet|ever|previous|prior|naive|has (?:had )?no|had no|have no|denies|nil|received no|not received|not had)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"\b(?:declin\w+|refus\w+|turned (?:it |this |that )?down|opted (?:against|not to)|decided (?:against|not to (?:have|take|pursue))|(?:does|did|do|would|will)(?: not|n.t) (?:want|have|"
    r"consider|accept|entertain|"
    r"contemplate)|doesnt want|"
    r"not (?:keen|prepared to|willing to)|against (?:it|having))\b",
    re.IGNORECASE,
)
# Who is unfit for a treatment has not had it, nor is it planned.
_UNFIT = re.compile(
    r"\b(?:(?:not|no longer|never|isn.t|is not|poor) (?:an? |felt |deemed |considered |thought |to be )*(?:\w+ )?(?:candidate|suitable|fit|eligible|appropriate)|"
    r"unsuitable|unfit|ineligible|too frail) for [^.;]{0,30}$|"
    r"(?:^|[:;,.(-] ?|\b(?:is|was|are|were|therefore|currently|hence|so|definitely|but) )not for (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_UNFIT_AFTER = re.compile(
    r"^ (?:(?:is|was|were|are|would be) )?(?:contra ?-? ?indicated|not (?:funded|licen[sc]ed|available|approved|reimbursed))\b",
    re.IGNORECASE,
)
# "no pain since the operation", "nothing other than grommets": the treatment is what the denial is measured from.
_REFERENCE = quick(
    r"\b(?:(?:since|after|following|during|at the time of)(?: the| her| his| that| this| an?)?|other than|apart from|except(?: for)?|with the exception of|besides|"
    r"aside from) (?:[\w-]+ ){0,1}$",
    re.IGNORECASE,
)
# "No further treatment after surgery", "none before or after surgery": a denial, and no talk of what is to come.
_NO_TALK = re.compile(
    r"\b(?:no|nor|without|nil) further\b|\bbefore,? (?:or|and|nor)(?= after)", re.IGNORECASE
)
# "Tests before chemotherapy were negative": what something was done before is neither given nor denied.
# "Following chemotherapy we plan a scan": what comes after it is still ahead, and so is it.
_STILL_AHEAD = re.compile(
    r"\b(?:we|i|she|he|they) (?:will|plan|would|intend|aim)\b|^ (?:could|can|will|would|shall|should)\b|\bwill be\b|\bplan(?:ned)? to\b",
    re.IGNORECASE,
)
_TIMED_BY = re.compile(r"\b(?:before|prior to|ahead of|pre) (?:(?:the|her|his|any|this) )?$", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|after|in the (?:last|past)|for (?:the (?:last|past)|(?:(?:about|over|nearly|almost|more than|at least) )?"
    r"(?:\d+|two|three|four|five|six) (?:weeks|months|years))|over the (?:last|past)|within)\b",
    re.IGNORECASE,
)
_PART_OF_NAME = re.compile(
    r"^[ -]*(?:fields?|portals?|planning|plan|study|trial|protocol|department|unit|centre|center|ward|clinic|oncolog\w+|services?|team|nurse|consent|scar|sites?|tracks?|tracts?|"
    r"dose(?: reduction)?s? (?:reduced|study)|sheath|needle|forceps|chairs?|day unit|suite|bed|threshold|reaction|medicine|laboratory|theatre|list|options?|"
    r"specimens?|material|results?|report|request|margins?|cavity|bed|number|block|slides?|summary|induced|related|sickness|changes?|effects?|hx|approach|guidance|"
    r"workup|leaflets?|booklets?|information|education|talk|teaching|school|counselling|pre ?-?assessment|assessments?|"
    r"consultants?|appointments?|referrals?|coordinators?|co-ordinators?|slots?|waiting|"
    r"regist(?:rar|er|ry)|physicists?|nurses|specialists?|doctors?|physicians?|pharmacist|mask|mould|helpline|alert card|card|diary|quote|funding|"
    r"\w*toxicit\w+|encephalopathy|time|candidate|risk|assessment|fitness|(?:to|will|has|have) see[n]?)\b|"
    r"^ not (?:\w+ )?(?:indicated|recommended|needed|necessary|required|appropriate|advised|suitable|offered)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"^[ -]*(?:(?:induced|related|associated)\b|encephalopathy|\w*toxicity|cardiomyopathy|neuropathy|ototoxicity|colitis|pneumonitis|hypersensitivity|extravasation)",
    re.IGNORECASE,
)
_PAST_SECTIONS = frozenset({"past_history", "past_surgery", "history", "diagnosis"})


def standing_of(
    sentence: Sentence,
    mention: Mention,
    *,
    settled: str | None,
    found: Period,
    note_date: dt.date | None,
    name: str,
    drug: bool = False,
) -> Standing | None:
    """How a treatment stands in its sentence; settled is what a form's answer or the rule itself says of it."""
    before, after = clause_of(sentence, mention)
    if settled is None and (
        _UNFIT.search(before) or _UNFIT_AFTER.match(after) or _is_part_of_name(before, after, drug=drug)
    ):
        return None
    told_from = bool(_REFERENCE.search(before)) and not _TALK.search(_NO_TALK.sub("", before)[-60:])
    denied = settled is None and is_denied(mention, before, after)
    if denied and _TIMED_BY.search(before):
        return None
    if settled == "absent" or (denied and not told_from):
        return _denied(sentence, mention, before, after, settled=settled)
    if settled is None and _turned_down(before, sentence.text[mention.to :]):
        return Standing("absent")
    ahead = ahead_of(
        sentence, mention, found, note_date, settled=settled, course=drug or name == "radiotherapy"
    )
    if ahead:
        return Standing(_sure(mention), ahead, going_on=ahead == "now")
    if name == "any_treatment":
        return None
    stands = _by_days(
        sentence,
        mention,
        before,
        after,
        found=found,
        note_date=note_date,
        settled=settled,
        drug=drug,
        rays=name == "radiotherapy",
    )
    if stands:
        return stands
    if told_from and not drug and is_visit_after(before, after):
        return Standing(_sure(mention), "planned")
    if told_from and mention.assertion.time != "planned":
        return Standing("present", "planned" if _STILL_AHEAD.search(after[:60]) else "past")
    return _undated(sentence, mention, before, after, settled=settled, name=name, drug=drug)


def _turned_down(before: str, rest: str) -> bool:
    """Whether it was refused, or thought of and not given; rest is all that follows the name."""
    return bool(_DECLINED.search(before[-40:]) or _DECLINED.search(rest[:70])) or is_given_up(before, rest)


def _by_days(
    sentence: Sentence,
    mention: Mention,
    before: str,
    after: str,
    *,
    found: Period,
    note_date: dt.date | None,
    settled: str | None,
    drug: bool,
    rays: bool,
) -> Standing | None:
    """What its days tell of a treatment that is neither denied nor still ahead; None without a day."""
    if not (found.start or found.end):
        return None
    counted_from = re.search(r"\bsince (?:the |her |his |that )?$", before, re.IGNORECASE)
    if (
        settled is None
        and not counted_from
        and not _OFF.search(before[-40:])
        and _goes_on(after, found, note_date, drug=drug, rays=rays)
    ):
        return Standing(_sure(mention), "now", going_on=True)
    if settled is None and drug and _is_given_today(sentence, found, note_date):
        return Standing(_sure(mention), "now")
    return Standing(_sure(mention), "past" if settled is None else None)


def _is_part_of_name(before: str, after: str, *, drug: bool) -> bool:
    """Whether a treatment's name is only the first part of another: "radiotherapy department", "chemotherapy chair"; a drug's harm tells that it was given."""
    if not _PART_OF_NAME.match(after):
        return False
    return not (drug and _HARM.match(after) and not _TALK.search(before[-60:]))


def _is_given_today(sentence: Sentence, found: Period, note_date: dt.date | None) -> bool:
    """Whether the last date of a drug is the note's own: "C4D1 today"."""
    return bool(
        note_date and found.end == note_date and re.search(r"\btoday\b", sentence.text, re.IGNORECASE)
    )


def _goes_on(after: str, found: Period, note_date: dt.date | None, *, drug: bool, rays: bool) -> bool:
    """Whether what has a first day and no last one is still given: "since June", "ongoing", or a course begun of late."""
    if not found.start or found.end or ENDED.search(after[:80]):
        return False
    if _SINCE_DAY.match(after):
        return True
    limit = _JUST_BEGUN if drug else _RAYS_LAST if rays else -1
    lately = bool(note_date and (note_date - found.start).days <= limit)
    return lately or ((drug or rays) and bool(GOES_ON.search(after[:100])))


def _sure(mention: Mention) -> str:
    return "present" if mention.assertion.presence == "absent" else mention.assertion.presence


def _undated(
    sentence: Sentence,
    mention: Mention,
    before: str,
    after: str,
    *,
    settled: str | None,
    name: str,
    drug: bool,
) -> Standing | None:
    """Without a date: planned when it is talked of, past when words of giving stand near, else nothing."""
    relative = mention.assertion.person if mention.assertion.person == "relative" else None
    harmed = drug and _HARM.match(after) and not _TALK.search(before[-60:])
    if settled == "present" or harmed:
        return Standing("present", "past", person=relative)
    drug_or_rays = drug or name == "radiotherapy"
    talked = _TALK.search(before[-60:]) or _TALK.search(after[:40]) or _is_for_it(before)
    given = (
        _GIVEN.search(before[-60:])
        or _GIVEN.search((_REST_OF_LIST.sub("", after) if drug else after)[:30])
        or _PARTICIPLE.match(mention.words)
    )
    if is_settled_on(sentence.text[: mention.at], before, after):
        return Standing(_sure(mention), "planned")
    risked = _TALK.search(before[-60:])
    under_way = (drug_or_rays and is_going_on(before, after, talked=bool(talked))) or (
        drug
        and not risked
        and (is_kept_on(after) or (sentence.section != "plan" and is_taken(after) and not _is_for_it(before)))
    )
    if under_way:
        return Standing(_sure(mention), "now", person=relative)
    if (
        sentence.section == "plan"
        or mention.assertion.time == "planned"
        or (talked and not _stronger(before))
    ):
        return Standing(_sure(mention), "planned")
    if re.search(r"\bon (?:[\w-]+ )?$", before, re.IGNORECASE) and re.match(
        r" ?\d+ ?(?:mg|mcg|g)\b| (?:daily|weekly|od|bd)\b", after, re.IGNORECASE
    ):
        return Standing(_sure(mention), "now")
    if _NOW.search(before[-40:]) and not re.search(
        r"\b(?:not|no longer|never)\b", before[-40:], re.IGNORECASE
    ):
        return Standing(_sure(mention), "now", person=relative)
    if not talked and (is_taken(after) or is_kept_on(after)):
        return Standing(_sure(mention), "now", person=relative)
    if given or sentence.section in _PAST_SECTIONS or _DOSED_AFTER.match(after):
        return Standing(_sure(mention), "past", person=relative)
    if sentence.section == "medications":
        return Standing(_sure(mention), "now")
    return None


def _is_for_it(before: str) -> bool:
    """Whether "for", "then" lead to what is to come; in a story of past years "then" tells what came next."""
    found = _FOR_IT.search(before)
    return found is not None and not (
        re.search(r"\bthen\b", found.group(), re.IGNORECASE)
        and re.search(
            r"\b(?:(?:19|20)\d\d|had|received|given|underwent|completed|finished|s/p)\b",
            before,
            re.IGNORECASE,
        )
    )


def _stronger(before: str) -> bool:
    """Words of giving directly before the name outweigh talk farther off: "has had radiotherapy and would like …"."""
    return not re.search(r"\brisks?\b", before, re.IGNORECASE) and bool(
        re.search(
            r"\b(?:had|received|given|underwent|undergone|completed|finished|after|following|s/p|status post|previous|prior(?! to\b)|post(?! ?-? ?op)|history of) (?:[\w-]+ ){0,3}$",
            before,
            re.IGNORECASE,
        )
    )


def _denied(
    sentence: Sentence, mention: Mention, before: str, after: str, *, settled: str | None
) -> Standing | None:
    """A denial; "none since 2015" denies nothing before 2015, "not recommended" says nothing of what was given."""
    cues = " ".join(mention.assertion.cues).lower()
    if settled is None:
        near = before[-50:] + " " + after[:40]
        if re.search(
            r"\b(?:none|nil|no (?:more|further))\b[^.;]{0,12}\b(?:since|after|thereafter)",
            after,
            re.IGNORECASE,
        ) and not before.rstrip().lower().endswith(cues):
            return Standing("present", "past")
        if (_NONE_WAS.search(before) and _WAS_NOT.match(after)) or _HAS_NOT_BEEN.match(after):
            return Standing("absent")
        only_unwanted = _NOT_NEEDED.search(near) and not _NEVER.search(before[-50:] + " " + after[:40])
        if (
            only_unwanted
            or "cannot" in cues
            or "unable" in cues
            or (sentence.section == "plan" and not _NEVER.search(before + " " + after[:60]))
        ):
            return None
    since = _SINCE.search(after[:40]) or re.search(r"\b(?:since|after)\b[^.;]{0,20}$", before)
    return Standing("absent", since=bool(since))
