"""Words that ask nothing of a patient: the frame that all criteria share, and what stands around each kind of condition.

Keys of CONCEPT_WORDS are ids of the condition vocabulary, keys of KIND_WORDS kinds of facts.
"""

FRAME_WORDS = """
    a about above acceptable according account active actively activities additional adequate adequately administration adult adults after age aged
    ages agree agreement agrees all allowed also an and any appendix applicable apply are as assessed assessment at available based baseline be
    because been before being below between both but by calculated can capable case cases clinical clinically concomitant concurrent condition
    conditions confirmed consecutive considered criteria criterion current currently cycle date day days deemed defined definition demonstrate
    demonstrated determined diagnosed diagnosis did disease disorder disorders do documentation documented does dose dosing drawn duration during each
    eg eight either eligible enrolled enrollment enrolment entering entry established estimated etc evaluated event evidence evident except exclude
    excluded exclusion exclusions existing expert fact female females first five follow following follows for four from function functions gender
    given had has have having he her his history hour hours icf ie if illness in include included includes including inclusion individual individuals
    infection initiating initiation institution institutional into investigator is it its judged known laboratory last least legally limited limits
    local main male males man may mean measured medical medicinal men met method month months more most must need nine no normal not noted obtained
    occurring of old older on one only onset or organ other otherwise out over own participant participants participate participating participation
    past pathologist patient patients people per per-protocol performance performed period person persons physician physicians planned population
    positive possible pre pre-dose preceding presence present previous previously prior product protocol proven provided radiologist randomisation
    randomization randomized receive received receiving recent recently record records reference registration related required requirement
    requirements result results same screening seven sex see should sign signed significant signing since six specialised specialist specialists
    specialized staff start started starting stated status step studies study subject subjects such suffered suffering surgeon surgeons suspected
    systemic ten than that the their them then there these they this those three through throughout time times to together treated treatment trial
    twelve two type under unless until up upper use used using value values version versus via visit visits voluntary volunteers was week weeks were
    when where which whichever while who whom whose will willing window with within without woman women written year years yrs
"""
# Words that add nothing beside a condition of this kind.
KIND_WORDS = {
    "histology": """
        biopsy biopsy-proven cancer cancers carcinoma confirmation cytologic cytological cytologically entities entity histologic histological
        histologically histology histopathologic histopathological histopathologically malignancies malignancy malignant pathologic pathological
        pathologically pathology sarcoma sarcomas soft soft-tissue subtype subtypes tissue tumor tumors tumour tumours verified
    """,
    "site": """
        arising body cancer lesion lesions located occurred occurring organ organs primary region sarcoma sarcomas soft soft- tissue tumor tumors
        tumour tumours
    """,
    "tumour_size": """
        accurate accurately axis character characters computed cross-sectional ct diameter diameters dimension dimensions greatest high imaging large
        largest lesion lesions longest magnetic maximal maximum measurable measurement measurements mri recist repeated resonance risk scan size
        suitable target tomography tumor tumors tumour tumours
    """,
    "lesion_count": """
        lesion lesions single solitary tumor tumour
    """,
    "neurovascular_relation": """
        border close magnetic mri nerve nerves tissue tumor tumour vascular vessel vessels vital
    """,
    "growth_pattern": """
        diffuse diffuse-type focal focal-type grow growth infiltrative mri pattern shows tumor tumour
    """,
    "margin": """
        diagnosed diagnostic form macroscopic margin margins microscopic resection residual tumor tumour
    """,
    "recurrence": """
        disease lesion local locally recurrence recurrent risk tumor tumour
    """,
    "metastasis": """
        cancer disease distant metastases metastasis metastatic secondary spread tumor tumour
    """,
    "nodes": """
        lymph node nodes
    """,
    "grade": """
        fnclcc grade grading high high-grade histologic histological low tumor tumour
    """,
    "ecog": """
        cooperative eastern grade group health oncology organisation organization performance scale score status world zubrod
    """,
    "lab": """
        aminotransferase bilirubin blood bone cells clearance coagulation cockcroft cockcroft-gault concentration count counts electrolytes equation
        estimated formula gault glutamate glutamic glutamyl haematologic haematological haematology haematopoietic hematologic hematological
        hematology hematopoietic hepatic institution institutional kidney laboratory level levels limit liver marrow metabolic normal normality
        oxaloacetate oxaloacetic pyruvate pyruvic range renal reserve serum total transaminase ul uln unl values x
    """,
    "ecg": """
        averaged bazett corrected ecg ecgs electrocardiogram formula fridericia interval mean measurements occasions points qt readings resting
        separate three triplicate two
    """,
    "person": """
        appropriate both either expectancy expected gender inclusive legal life maximum minimum sex sexes survival therapy written
    """,
    "treatment": """
        administered agent agents anti-cancer anticancer antineoplastic cancer chemotherapy drug drugs medication medications procedure procedures receipt systemic target
        therapies therapy treatments
    """,
    "condition": """
        allergic allergy co-existing coexisting comorbidity concurrent infected infection infections malignancies malignancy medical serologically
        serology seropositive viral virus
    """,
}
_ORAL = """
    ability able adequate adequately administered by capsule capsules difficulty drug drugs formulated formulation function gastrointestinal gi impair
    impaired impairment inability incapacity ingest intact limit medication medications medicine medicines mouth multiple oral orally pill pills
    retain significantly swallow swallowing syndrome tablet tablets tract whole
"""
_NURSED = """
    abstain abstinence amenorrhea amenorrhoea barrier bearing become beta-hcg beta-human birth breast breast-feed breast-feeding breastfeed
    breastfeeding child child-bearing childbearing chorionic contraception contraceptive contraceptives control effective feed feeding fertile
    gonadotropin hcg highly human ineligible intend iocbp lactating lactation menopausal menopause intending negative nursing partner partners planning pocbp
    post-menopausal postmenopausal potential pre-menopausal pregnancy pregnant premenopausal reproductive serum sterile surgically test tests
    unwilling urinary urine wcbp wocbp
"""
# Words that add nothing beside this condition, or stand around what a person settles.
CONCEPT_WORDS = {
    "informed_consent": """
        ability able aims alternative analyses approved assent authorised authorization authorized aware awareness behalf benefits board capable
        capacity care caregiver child committee competent complete comply comprehend conform consent consents countersigned dated designated document
        documents english ethical ethics experimental explained federal form forms freely fully gcp give given guardian guardians guidelines hipaa icf
        icfs iec independent indicating inform information informed informs institution's institutional investigational irb language lar legal
        legislation local national nature obtain parent parental parents personally potential prior procedure procedures protocol provide provides
        providing provision purpose read regulations regulatory release representative representative's representatives research-specific review risks
        sampling sign signature signs sound specific specified study-specific subject's surrogate surrogates undergo understand understanding
        understands understood visits voluntarily willing willingness wish wishes witnessed
    """,
    "willing_to_comply": """
        ability able adequate adhere adherence agree agreement agrees appointments assessments attend availability available blood calendars
        collection communicate competent complete compliance compliant comply cooperate cooperation diary draws duration ensure entire evaluations
        examination examination's examinations fit follow follow-up guidance instructions interventions investigators laboratory lifestyle mandatory
        mentally monitoring non-compliance non-compliant noncompliant plan plans procedure procedures protocol questionnaires regimen regimens
        requirements restrictions return sampling schedule scheduled schedules site stated studies study-related tests unable undergo undergoing
        understand understanding understands unlikely unwilling visit visits well willing willingness
    """,
    "trial_participation": """
        agent agents another clinical concurrent concurrently current device devices drug drugs enroll enrolled enrolling enrollment enrolment
        experimental half-lives intervention interventional interventions investigational involved involving longer medication medications medicinal
        medicine other part participate participated participates product products research simultaneous simultaneously taking therapeutic therapies
        therapy treatments trials unapproved used using whichever
    """,
    "access_barrier": """
        adequate adherence circumstances compliance comply factors familial family follow-up geographic geographical hamper interfere limit logistical
        permit potentially psychological psychosocial reasons schedule situations social socioeconomic sociological travel
    """,
    "measurable_disease": """
        assessment criteria ct evaluation imaging index lesion local lesions measurable mri radiographically radiologically recist response solid tumor tumors tumour tumours
    """,
    "brain_metastasis": """
        brain central cns metastases metastasis metastatic nervous system
    """,
    "poor_medical_risk": """
        due medical risk
    """,
    "interstitial_lung_disease": """
        non-infectious noninfectious
    """,
    "tuberculosis": """
        bacillus mycobacterium tb
    """,
    "cardiac_disease": """
        cardiac cardiovascular heart impaired impairment
    """,
    "immunocompromised": """
        acquired primary secondary
    """,
    "hiv": """
        test tests
    """,
    "transplant": """
        organ organs solid tissue transplantation
    """,
    "infection": """
        bacterial fungal viral
    """,
    "angina": """
        pectoris
    """,
    "long_qt_syndrome": """
        congenital family interval own personal
    """,
    "trial_drug_hypersensitivity": """
        active agent agents allergic allergies allergy anaphylaxis component components compound compounds contraindication contraindications drug
        drugs excipients formulation hypersensitivity inactive ingredient ingredients intolerance medicines product products reaction reactions severe
        substance substances
    """,
    "swallowing_difficulty": _ORAL,
    "malabsorption": _ORAL,
    "pregnancy": _NURSED,
    "breast_feeding": _NURSED,
}
ACTIVE_WORDS = """
    active acute antibiotic antibiotics antimicrobial antimicrobials controlled intercurrent ongoing poorly required requires
    requiring serious severe symptomatic therapy treatment uncontrolled unstable untreated
"""
