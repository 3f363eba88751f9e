"""The JSON side against its own OpenAPI contract: schemathesis makes requests from the schema, wrong ones too."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_support import PASSWORD, serving

from trialsift.packs.rules import Packs

OPERATIONS = (
    "GET /api/trials",
    "GET /api/trials/{trial}/cases",
    "GET /api/trials/{trial}/log",
    "GET /api/cases/{number}",
)


@pytest.fixture(scope="module")
def address(screened: Path, packs: Packs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = Path(shutil.copytree(screened, tmp_path_factory.mktemp("contract") / "results"))
    with serving(folder, packs) as found:
        yield found


@pytest.fixture(scope="module")
def signed_in(address: str) -> requests.Session:
    """A signed-in client of the JSON side."""
    client = requests.Session()
    token = re.search(r'name="form_token" value="(\w+)"', client.get(f"{address}sign-in").text)
    assert token is not None
    form = {"name": "ada", "password": PASSWORD, "form_token": token[1]}
    assert client.post(f"{address}sign-in", data=form).ok
    return client


@pytest.fixture(scope="module")
def operations(address: str, signed_in: requests.Session) -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(json.loads(signed_in.get(f"{address}api/openapi.json").text))
    found = (item.ok() for item in schema.get_all_operations())
    return {f"{item.method.upper()} {item.path}": item for item in found}


def test_every_operation_of_the_contract_is_tried(operations: dict[str, Any]) -> None:
    assert sorted(operations) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_answers_are_as_the_contract_says(
    name: str, mode: str, operations: dict[str, Any], address: str, signed_in: requests.Session
) -> None:
    cases = operations[name].as_strategy(generation_mode=schemathesis.GenerationMode[mode])

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        data.draw(cases).call_and_validate(base_url=address, session=signed_in)

    if mode == "NEGATIVE" and name == "GET /api/trials":
        pytest.skip("it takes no parameter that could be wrong")
    holds()
