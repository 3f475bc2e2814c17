import json

from app.documents.table_schema import Column, table_schema


def test_a_dictionary_names_titles_types_and_meanings() -> None:
    columns = [
        Column("completed_on", "Completed on", "date", "The day on which it was completed"),
        Column("minutes", "Minutes", "integer", "How long it takes"),
    ]
    assert json.loads(json.dumps(table_schema(columns))) == {
        "fields": [
            {
                "name": "completed_on",
                "title": "Completed on",
                "type": "date",
                "description": "The day on which it was completed",
            },
            {"name": "minutes", "title": "Minutes", "type": "integer", "description": "How long it takes"},
        ],
        "missingValues": [""],
    }
