"""What this bot adds to Rasa: Rasa imports it with the first component that `config.yml` names from here."""

from components.action_results import check_schema_once
from components.wordless_log import keep_words_out

check_schema_once()
keep_words_out()
