"""Every sentence of our own that an answer can hold, in one place. Placeholders are filled with names and counts only."""

from collections.abc import Mapping

CATALOGUE: Mapping[str, str] = {
    # what an answer opens with
    "answer.about": "Here is what {who} said about {topic}.",
    "answer.about_two": "Here is what {who} said about {topic} and {topic2}.",
    "answer.calls": "Here is what the workforce asks {actor} to do about {topic}.",
    "answer.calls_all": "Here is what the workforce asks for on {topic}, by who can act.",
    "answer.calls_none": "On {topic}, no call to action is addressed to {actor}. Here is what is asked of others.",
    "answer.more": "Here are more voices on {topic}.",
    "answer.compare": "Here are {who} and {who2} on {topic}, side by side.",
    "answer.few": "Only a few people spoke to this, so take it as single voices.",
    "answer.neighbour": "Nobody was asked about exactly this. The nearest topic is {topic}.",
    "side.heading": "What {who} said",
    # coverage
    "coverage.real": "From the initiative: {quotes} on this ({perspectives}).",
    "coverage.illustrative": "Illustrative, written for demonstration: {quotes} on this ({perspectives}{groups}).",
    "coverage.real_groups": "From the initiative: {quotes} on this ({perspectives}{groups}).",
    # caveats and remarks
    "notice.illustrative": "Quotes marked “Illustrative” were written for demonstration. No participant said them.",
    "notice.few_voices": "This rests on few voices.",
    "notice.widened_place": "Too few people spoke from {place} to show them apart without pointing at someone. This shows {wider} instead.",
    "notice.widened_group": "Too few people fit all of that to show them apart without pointing at someone. This shows {wider} instead.",
    "notice.none_there": "Nobody we can show from {narrow} spoke to this. This shows {wider} instead.",
    "notice.without_context": "The conversation part did not answer in time, so this answer does not know what you asked before.",
    "notice.not_stated": "Quotes whose source does not say who spoke are left out here, since you asked about certain people.",
    "notice.not_a_survey": "These are voices, not a survey: they show what was said, not how many people think so.",
    # asking back
    "ask.which_topic": "That could mean more than one topic. Which one do you mean?",
    "ask.about_what": "What would you like to know about? You can pick a topic or ask in your own words.",
    # declining
    "decline.no_evidence": "I found nothing in these conversations that answers that, so I will not guess.",
    "decline.off_topic": "That is outside what I can help with. I can tell you what people who care for young children and families said about their work.",
    "decline.identity": "I can’t tell you who said something. People spoke on the promise that they would not be named, so I show their role and never their name or employer.",
    "decline.number": "I can’t give a number or a percentage. These are voices from focus groups and interviews, not a survey, so counting them would mislead.",
    "decline.not_asked": "{name} were not asked. The conversations were with direct service providers, administrators and system leaders, so I can’t say what {name_lower} think.",
    "decline.place_absent": "I have no voices from {place}. The people who spoke work in Washington State.",
    "decline.place_absent_unnamed": "I have no voices from that place. The people who spoke work in Washington State.",
    "decline.group_absent": "I have no voices from that group of people, so I can’t say what they think.",
    "decline.claim": "I can’t say that a claim about everyone is true or false. These are single voices, and they do not all agree. You can read what was said.",
    "decline.empty": "I did not catch a question. You can ask, for example, what providers say about pay.",
    "decline.no_more": "Those were all the quotes I can show on this.",
    "decline.nearest": "The nearest topics I do have are listed here.",
    # information
    "info.participation": "This is who took part, as the initiative counts it.",
    "info.participation_none": "The loaded corpora state no figures about who took part.",
    "info.topics": "These are the topics under {topic}.",
    "info.themes": "The conversations fall under these themes and topics.",
    "info.method": "Researchers held focus groups and interviews, then marked each quote with themes and topics. I find the quotes and summaries that fit a question and show them word for word. I never write what people think.",
    "info.method_illustrative": "Some of what is loaded now is illustrative: written for demonstration, and marked each time it is shown.",
    "info.support": "I’m sorry it is this heavy right now. You don’t have to carry it alone. You can call or text 988, the Suicide and Crisis Lifeline, any time, free and in private. If you are in danger now, call 911.",
    "info.support_es": "Para ayuda en español, llame al 988 y oprima el 2.",
    "info.support_after": "I am a program and can’t support you the way a person can. When you want to go on, I am here.",
    "greet": "Hello. You can ask me what people who care for young children and families in Washington State said about their work.",
    "help": "I show what people said in their own words: ask about a topic, narrow it to providers, administrators or system leaders, to a group or a place, ask for more, compare two roles, or ask what should be done and by whom.",
    "thanks": "You are welcome.",
    "goodbye": "Goodbye, and thank you for listening to the workforce.",
    "deny": "All right. Ask me something else whenever you like.",
    # follow-up questions: each must read as something a person would type
    "follow.topic": "What do people say about {topic}?",
    "follow.topic_who": "What do {who} say about {topic}?",
    "follow.calls": "What should be done about {topic}?",
    "follow.calls_actor": "What should {actor} do about {topic}?",
    "follow.compare": "Compare {who} and {who2} on {topic}",
    "follow.more": "Show me more",
    "follow.themes": "Which topics are there?",
    "follow.participation": "How many people did you talk to?",
    "follow.method": "How was this collected?",
}  # fmt: skip


def sentence(key: str, params: Mapping[str, str | int]) -> str:
    """The wording under `key`, filled.

    Raises:
        KeyError: no such wording, or a placeholder is not filled: a mistake of ours.
    """
    return CATALOGUE[key].format_map(params)


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun: "1 quote", "12 quotes"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(parts: list[str]) -> str:
    """Words joined as in a sentence: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
