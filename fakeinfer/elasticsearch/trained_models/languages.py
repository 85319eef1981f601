"""Which language a text is in, approximately: its script, its most common short words and letters. No neural network.

What the real `lang_ident_model_1` tells of 109 languages is told here of some thirty; codes are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

SCRIPTS = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "ARABIC": "ar", "HEBREW": "iw", "GREEK": "el",
    "THAI": "th", "DEVANAGARI": "hi", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "GEORGIAN": "ka", "ARMENIAN": "hy",
    "CYRILLIC": "ru",
}  # fmt: skip
"""The language most often written in a script."""
WORDS = {
    "en": "the and of to in is that it was for on are with as at be this have from or by not you",
    "de": "der die und das ist nicht ein eine zu den mit sich auf für im dem von ich es wie dies",
    "fr": "le la les et est une un des que pour dans ce qui ne pas sur au avec il je vous c'est",
    "es": "el la los las y es una un que de en por con para no se del al lo como su esta",
    "it": "il la le e di che è una un per non con in si del della sono da questo come gli",
    "pt": "o a os as e é uma um que de em para não com se do da no na por isto esta",
    "nl": "de het een en van is dat niet in op te zijn voor met aan er die ik dit ook",
    "sv": "och att det som en är på av för med den till inte ett om har jag de här",
    "da": "og at det som en er på af for med den til ikke et om har jeg de her",
    "no": "og at det som en er på av for med den til ikke et om har jeg de her",
    "fi": "ja on ei se että hän oli ovat kun niin mutta tämä joka olen minä",
    "pl": "i w nie na się że to jest do z jak o ale po czy co dla za jestem",
    "cs": "a se v na je že to s z do o jako ale jsem pro by za tak jsou",
    "tr": "ve bir bu da de için ile ne çok mi ben o olarak gibi daha var",
    "hu": "a az és hogy nem is egy ez van meg de csak már volt én vagyok",
    "ro": "și în la de nu este o un care pe cu din că mai sunt ce să",
    "vi": "và của là có không một trong cho được người này tôi với đã",
    "id": "dan yang di ini itu dengan untuk tidak dari dalam adalah saya akan pada",
}
_UKRAINIAN = frozenset("іїєґ")


def identify(text: str) -> list[tuple[str, float]]:
    """Languages with their probabilities, the likeliest first."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    if not letters:
        return [("zxx", 1.0)]
    scripts = Counter(
        unicodedata.name(letter, "LATIN").split(" ")[0].removesuffix("-COMPATIBILITY") for letter in letters
    )
    most = "HIRAGANA" if "HIRAGANA" in scripts else scripts.most_common(1)[0][0]
    if most in SCRIPTS:
        language = "uk" if SCRIPTS[most] == "ru" and _UKRAINIAN & set(letters) else SCRIPTS[most]
        return _ranked({language: 30.0})
    said = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    scores = {language: sum(word in known for word in said) for language, known in _known().items()}
    return _ranked({language: 3.0 * score for language, score in scores.items()})


def _known() -> dict[str, frozenset[str]]:
    return {language: frozenset(common.split()) for language, common in WORDS.items()}


def _ranked(scores: dict[str, float]) -> list[tuple[str, float]]:
    grown = {language: 2.0 ** min(scores.get(language, 0.0), 60.0) for language in {**dict.fromkeys(WORDS), **scores}}
    total = sum(grown.values())
    return sorted(((language, one / total) for language, one in grown.items()), key=lambda pair: (-pair[1], pair[0]))
