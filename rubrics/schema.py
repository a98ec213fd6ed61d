"""The JSON Schema of a bank, by which an editor checks and completes while somebody writes."""

from __future__ import annotations

from typing import Any

from rubrics.outline import Outline, OutlinedSection

_WORDS = {
    "id": "A letter or digit, then letters, digits, _ - . or :. Never used for anything else.",
    "ask": "The question as an interviewer says it. Without it this is a blank, which nobody is "
    "asked.",
    "hint": "The interviewer's note on what a good answer holds.",
    "minutes": "Time to answer, 0.5 to 60.",
    "tags": "What it is about.",
    "difficulty": "How hard it is: easy, medium or hard. May be left out.",
    "criteria": "Points that are marked, each checkable alone.",
    "model_answer": "80 to 200 words that meet every criterion.",
    "follow_ups": "One or two questions to ask next.",
    "frozen": "Hash of the rubric that somebody read through; bank draft writes it.",
    "expects": "The point, as one sentence that can be checked alone.",
    "weight": "essential counts 3, important 2, bonus 1 (a bonus can only raise).",
    "shape": "How the signals make the point: all, any (with need), ordered, trade-off, story.",
    "need": "With shape any: how many of the signals.",
    "signals": "Ideas for the offline estimate, each a line of phrases separated by |.",
    "about": "A sentence on the bank.",
    "sections": "Groups of questions, or names of files beside this one that hold them.",
}


def bank_schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12. A file with ``sections`` is a bank, another is a section."""
    bank = Outline.model_json_schema(ref_template="#/$defs/{model}")
    section = OutlinedSection.model_json_schema(ref_template="#/$defs/{model}")
    shared = {**bank.pop("$defs"), **section.pop("$defs")}
    shared |= {"Outline": bank, "OutlinedSection": section}
    listed = bank["properties"]["sections"]["items"]
    file = {"type": "string", "description": "A file beside this one.", "pattern": r"^[^/\\]+$"}
    bank["properties"]["sections"]["items"] = {"anyOf": [listed, file]}
    signals = shared["Criterion"]["properties"]["signals"]
    signals["items"] = {"anyOf": [{"type": "string", "minLength": 1}, signals["items"]]}
    for form in shared.values():
        for key, field in form.get("properties", {}).items():
            field.pop("title", None)
            if key in _WORDS:
                field["description"] = _WORDS[key]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A bank of interview questions",
        "if": {"required": ["sections"]},
        "then": {"$ref": "#/$defs/Outline"},
        "else": {"$ref": "#/$defs/OutlinedSection"},
        "$defs": shared,
    }
