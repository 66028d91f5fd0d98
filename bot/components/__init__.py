"""What this bot adds to Rasa: Rasa imports it with the first component that `config.yml` names from here."""

from components.action_results import check_schema_once

check_schema_once()
