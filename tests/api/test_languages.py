"""What the server says is in the language of whoever asks; codes are the same in all."""

from __future__ import annotations

import pytest

from tests.rows.served import Served
from toolwright.errors import phrase
from toolwright.extend.translation import accepted, say_everything


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de-AT"),
        ("fr,de;q=0.4,en;q=0.3", "de"),
        ("en-GB,de;q=0.9", "en-GB"),
        ("nl", "en"),
        ("de;q=0,en", "en"),
        ("de;q=x, */*, \x00", "en"),
        ("", "en"),
    ],
)
def test_the_best_language_of_a_browser_that_is_spoken(header: str, locale: str) -> None:
    assert accepted(header) == locale


def test_a_problem_is_told_in_the_readers_language(desk: Served) -> None:
    told = {
        language: desk.as_("root").get("/api/v1/nowhere", headers={"accept-language": language})
        for language in ("de", "en", "nl")
    }
    assert told["de"].json()["detail"] == "Unter dieser Adresse gibt es nichts."
    assert told["de"].json()["title"] == "Nicht gefunden"
    assert told["de"].headers["content-language"] == "de"
    assert told["en"].json()["detail"] == told["nl"].json()["detail"] == "There is nothing at this address."
    assert {answer.json()["code"] for answer in told.values()} == {"route.not_found"}


def test_a_phrase_keeps_its_values() -> None:
    say = say_everything("de")
    told = phrase("Must be one of: {shown}.", shown="{open}, Close")
    assert told == "Must be one of: {open}, Close."
    assert say.of(told) == "Möglich ist: {open}, Close.", "values are said as they are"
    assert say.of(phrase("{names}: {message}", names="'A'", message=phrase("Too long."))) == "'A': Zu lang."
    assert say_everything("en").of(told) == told
    assert say.of("Nobody translated this.") == "Nobody translated this."


def test_a_language_may_be_chosen_and_the_choice_taken_back(desk: Served) -> None:
    client = desk.as_("root")
    begun = client.get("/api/v1/me").json()["locale"]
    assert begun == "", "nobody has chosen for them"
    try:
        assert client.patch("/api/v1/me", json={"locale": "de"}).json()["locale"] == "de"
        assert client.get("/api/v1/users/nobody", headers={"accept-language": "en"}).headers["content-language"] == "de"
    finally:
        assert client.patch("/api/v1/me", json={"locale": begun}).json()["locale"] == ""
    assert client.patch("/api/v1/me", json={"locale": "klingon"}).status_code == 400


def test_what_is_wrong_with_a_request_is_said_field_by_field(desk: Served) -> None:
    client, body = desk.as_("root"), {"name": 1, "shoe": 3}
    german = client.patch("/api/v1/me", json=body, headers={"accept-language": "de"}).json()["errors"]
    assert {error["field"]: error["message"] for error in german} == {
        "name": "Der Wert muss ein Text sein",
        "shoe": "Weitere Angaben sind hier nicht erlaubt",
    }
    english = client.patch("/api/v1/me", json=body).json()["errors"]
    assert {error["field"]: error["message"] for error in english}["name"] == "Input should be a valid string"
    assert [error["code"] for error in english] == [error["code"] for error in german]


def test_the_steps_of_a_connection_test_are_said(desk: Served) -> None:
    settings = {"settings": {"path": "/nowhere/at_all.db"}}
    headers = {"accept": "application/json", "accept-language": "de"}
    (step,) = desk.as_("root").post("/api/v1/connectors/sqlite/check", json=settings, headers=headers).json()
    assert step["detail"] == "Dateien des Servers lassen sich nur in Ordnern öffnen, die der Betreiber erlaubt."


def test_mistakes_in_definitions_are_said_with_their_names() -> None:
    say = say_everything("de")
    noun = phrase("There is no {noun} '{name}'.", noun=phrase("column"), name="titel")
    assert say.of(noun) == "Spalte „titel“ gibt es nicht."
    many = phrase("{message} (and {more} more)", message=noun, more=2)
    assert many == "There is no column 'titel'. (and 2 more)"
    assert say.of(many) == "Spalte „titel“ gibt es nicht. (und 2 weitere)"
