"""Languages are told apart, approximately."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.trained_models.languages import identify

TEXTS = {
    "en": "This is the way to the station, and you are not late.",
    "de": "Das ist nicht der Weg zu dem Bahnhof, und ich bin auch müde.",
    "fr": "Ce n'est pas le chemin de la gare, et je suis dans la rue avec vous.",
    "es": "Esta es la casa de los perros que no se van con el gato.",
    "it": "Il gatto che non è della casa è una cosa per gli amici.",
    "pt": "Não é uma casa para os gatos que não são do vizinho.",
    "pl": "To nie jest dom na wsi, ale jak się to stało?",
    "ru": "Это не дом, а собака",
    "uk": "Це не дім, а собака з їжею",
    "ja": "これは犬です",
    "zh": "这不是一只狗",
    "ko": "이것은 개가 아닙니다",
    "el": "Αυτό δεν είναι σκύλος",
    "zxx": "123 ... 456",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_recognized(language: str) -> None:
    assert identify(TEXTS[language])[0][0] == language


def test_probabilities_add_up_and_are_sorted() -> None:
    shares = [share for _, share in identify("and the dog")]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
