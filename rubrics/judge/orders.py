"""Text of an answer that speaks to the grader rather than to the question."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from rubrics.estimate.clauses import Sentence
from rubrics.estimate.guards import gives_orders

Span = tuple[int, int]

BROKEN_LINE = 3
"""Words up to which a line may be a piece of a sentence that was broken up."""

LEAST_CODED = 20
"""Letters and figures in a row from which they may be base64."""

_MADE_UP = re.compile(
    r"[\"']?\b(?:evidence|verdict|reasoning|false_claims|follow_up)[\"']\s*:"
    r"|^\W*(?:system|assistant|developer|grader|examiner|evaluator)\b[^:\n]{0,10}:"
    r"|\b(?:candidate|applicant|examinee)\s+(?:\w+\s+)?"
    r"(?:meets?|satisf\w+|fulfil\w+|covers?|covered|passes|passed)\b"
    r"|\b(?:mark|grade|score|rate)\s+(?:\w+\s+){0,3}(?:met|passed|fulfilled)\b"
    r"|\b(?:all|every|each)\s+(?:\w+\s+)?(?:criteri\w+|points?|verdicts?)\W+"
    r"(?:\w+\s+){0,3}(?:met|fulfilled|satisfied|awarded|granted)\b"
    r"|\brubric\s+(?:\w+\s+){0,3}(?:met|fulfilled|satisfied)\b|\bfalse_claims\b"
    r"|\bverdicts?\b\W{1,4}(?:met|partly|passed)\b"
    r"|\b(?:this|my|previous|earlier|same)\s+(?:answer|response|submission)\s+"
    r"(?:(?:was|has|had|been|already)\s+)*(?:scored|graded|rated|marked|accepted|awarded|given)\b"
    r"|\b(?:grader|examiner|evaluator|marker|judge)\s+(?:\w+\s+)?"
    r"(?:gave|accepted|approved|passed|awarded|confirmed)\s+(?:this|my)\b"
    r"|\b(?:correct|expected|required)\s+(?:output|verdict|grade)s?\b[^.\n]{0,30}\b(?:met|100)\b"
    r"|\b(?:text|everything|all)\s+(?:above|below|before|after)\b[^.\n]{0,20}"
    r"\b(?:answer|instruction|rule)",
    re.IGNORECASE,
)
"""Fields of a reply, speakers of a chat, and what only a grader says."""

_MARKER = re.compile(
    r"<[|｜][^<>\n]{1,40}[|｜]>|</?(?:start|end)_of_turn>|<</?SYS>>"
    r"|\[/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS)\]"
    r"|</?(?:(?:tool|function)_(?:calls?|results?|use|response)|invoke)\b[^<>\n]{0,80}>"
    r"|<!--.*?(?:-->|\n\n|\Z)|^\[//\]: #[^\n]*"
    r"|[\u202d\u202e][^\u202c\n]*"
    r"|^[ \t]*<\s*/?\s*(?:answer|system|assistant|user|instructions?|rubric)\b[^>\n]{0,40}>[ \t]*$"
    r"|^[^\w\n]*(?:end|begin|start)\w*\s+of\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:answer|submission|response|text|prompt)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
"""Look-alikes of a fence and of a chat's inner form, comments, and text turned round."""

_WORDS_BETWEEN = r"[^.\n。！]{0,50}"
_FOREIGN = {
    "de": (
        r"\b(?:ignorier|vergiss|missacht|uberschreib)\w*@(?:anweisung|vorgabe|regel|kriteri|rubrik|"
        r"obige|bisherige|vorherige|prompt)",
        r"\b(?:gib|vergib|erteile|setze|vergeben\s+sie|geben\s+sie)\b@"
        r"(?:volle\w*|maximal\w*|hochst\w*|alle\w*|hundert|100)\s+(?:\w+\s+)?"
        r"(?:punkt|note|bewertung|wertung)",
        r"\b(?:bewerte|markiere|werte|beurteile)\w*@als\s+(?:\w+\s+)?(?:erfullt|korrekt|richtig|"
        r"vollstandig|bestanden)",
        r"\b(?:alle|jedes)\s+kriteri\w+\s+(?:sind|ist|gelten|gilt|wurden|wird)",
        r"\b(?:kandidat|bewerber|prufling)\w*@(?:alle|samtliche)\s+(?:kriteri|anforderung)",
    ),
    "fr": (
        r"\b(?:ignor|oubli|neglig)\w*@(?:instruction|consigne|regle|critere|precedent|ci-dessus)",
        r"\b(?:donne|attribue|accorde|mets)\w*@(?:(?:note|score|points?)\s+maxim|note\s+parfaite|"
        r"maximum\s+de\s+points|tous\s+les\s+points|totalite\s+des\s+points)",
        r"\b(?:note|considere|marque|evalue|juge)\w*@comme\s+(?:\w+\s+)?(?:rempli|satisfait|"
        r"correct|acquis|parfait|atteint|valide)",
        r"\btous\s+les\s+criteres\s+(?:sont|ont)",
        r"\bcandidate?\b@tous\s+les\s+(?:criteres|points)",
    ),
    "es": (
        r"\b(?:ignor|olvid|descart)\w*@(?:instruccion|regla|criterio|anterior|indicacion|rubrica)",
        r"\b(?:da|dale|den|otorga|asigna|concede|pon)\w*@(?:(?:nota|puntuacion|calificacion)\s+"
        r"(?:maxim|complet|perfect)|maxim\w+\s+(?:nota|puntuacion|calificacion)|"
        r"todos\s+los\s+puntos)",
        r"\b(?:marca|califica|considera|evalua|valora)\w*@como\s+(?:\w+\s+)?(?:cumplid|correct|"
        r"satisfech|complet|perfect)",
        r"\btodos\s+los\s+criterios\s+(?:estan|han|se|son)",
        r"\bcandidat[oa]\b@todos\s+los\s+(?:criterios|puntos)",
    ),
    "zh": (
        r"(?:忽略|无视|無視|忘记|忘記|不要理会)@(?:指令|指示|提示|规则|規則|评分|評分|标准|標準|以上|之前)",
        r"(?:给|給|打|判)@(?:满分|滿分|最高分|全部分数|一百分|100\s*分)",
        r"(?:所有|全部|每个|每個|每一)[^。\n]{0,8}(?:标准|標準|条件|條件|要点|要點)[^。\n]{0,10}"
        r"(?:满足|滿足|符合|达到|達到|通过|通過)",
        r"(?:满足|滿足|符合|达到|達到|通过|通過)[^。\n]{0,4}(?:所有|全部)[^。\n]{0,4}"
        r"(?:标准|標準|条件|條件|要点|要點)",
        r"(?:标记|標記|判定|评为|評為|视为|視為)@(?:满足|滿足|正确|正確|通过|通過|达到|達到)",
    ),
    "ru": (
        r"\b(?:игнорир|забудь|забыть|отбрось|не\s+обращай)\w*@(?:инструкц|правил|критери|предыдущ|"
        r"указани|выше|рубрик)",
        r"\b(?:поставь|дай|выстави|присвой|начисли)\w*@(?:максимальн\w*|высш\w*|полн\w*|сто|100)\s+"
        r"(?:\w+\s+)?(?:балл|оценк)",
        r"\b(?:оцени|отметь|считай|засчитай|пометь)\w*@(?:выполнен|соблюден|правильн|верн)",
        r"\b(?:все|каждый)\s+критери\w+\s+(?:\w+\s+)?(?:выполн|соблюд|засчит)",
        r"\b(?:кандидат|соискател)\w*@(?:все|всем)\s+критери",
    ),
    "ar": (
        r"(?:تجاهل|انس|أهمل)@(?:تعليمات|قواعد|معايير|سابقة|أعلاه)",
        r"(?:امنح|أعط|ضع)@(?:الدرجة\s+الكاملة|العلامة\s+الكاملة|كاملة|القصوى|كامل\s+الدرجات)",
        r"(?:جميع|كل)\s+المعايير\s+(?:\w+\s+)?(?:مستوفاة|محققة|متحققة|مكتملة)",
        r"(?:المرشح|المتقدم)@(?:جميع|كل)\s+المعايير",
        r"(?:اعتبر|قيم|ضع\s+علامة)@(?:مستوفاة|مستوفى|محققة|صحيحة)",
    ),
}
"""Orders to a grader; ``@`` stands for some words between."""

_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")
_ALIKE = str.maketrans("аеорсухіјѕԁԛԝһкмтвнοαεικντυρχ", "aeopcyxijsdqwhkmtbhoaeikvtupx")
_LEET = str.maketrans("013457@$!", "oieastasi")
_WORD = re.compile(r"[\w@$!]+")
_JOINED = re.compile(r"(?<=[^\W\d_])[._-]+(?=[^\W\d_])")
_ESCAPED = re.compile(
    r"(?:&#?\w{1,8};|\\u\{?[0-9a-f]{2,6}\}?|\\x[0-9a-f]{2}|%[0-9a-f]{2}){6,}", re.I
)
_CODED = re.compile(r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{8,}\n)*[A-Za-z0-9+/]{4,}={0,2}")


def hostile_spans(
    answer: str, sentences: Sequence[Sentence], ids: Iterable[str] = ()
) -> list[Span]:
    """The parts of an answer that prove nothing because they speak to the grader.

    Sentences with orders to it, in some languages and disguises; messages and verdicts made up;
    JSON with the fields of a reply; text in base64 and other codes. These are patterns, and can
    be got round: they only ever take proof away.

    Args:
        answer: the whole answer.
        sentences: of the answer.
        ids: of the criteria; a sentence that states a verdict on one of them counts.
    """
    verdicts = _verdicts_on(tuple(ids))
    markers = [match.span() for match in _MARKER.finditer(answer)]
    spans = [
        (sentence.start, sentence.end)
        for sentence in sentences
        if any(sentence.start < end and start < sentence.end for start, end in markers)
        or is_hostile(answer[sentence.start : sentence.end], verdicts)
    ]
    coded = [match.span() for match in _CODED.finditer(answer) if _decodes(match.group())]
    coded += [match.span() for match in _ESCAPED.finditer(answer)]
    return [
        *markers,
        *spans,
        *_broken_up(answer, sentences, verdicts),
        *_replies(answer, verdicts),
        *coded,
    ]


def is_hostile(sentence: str, verdicts: re.Pattern[str] | None = None) -> bool:
    """Whether one sentence speaks to the grader, with or without a disguise."""
    plain = _plain(sentence)
    for text in dict.fromkeys((plain, _unmasked(plain))):
        if gives_orders(text) or _MADE_UP.search(text):
            return True
        if verdicts is not None and verdicts.search(text):
            return True
    return _foreign(plain.isascii()).search(plain) is not None


def _verdicts_on(ids: tuple[str, ...]) -> re.Pattern[str] | None:
    if not ids:
        return None
    names = "|".join(re.escape(name) for name in ids)
    return re.compile(
        rf"(?<!\w)(?:{names})[\"'\])\\]*\s*(?:[:=>|–—-]+|is|was)\s*[\"'*\\]*"
        r"(?:met|fulfilled|satisfied|passed|partly|contradicted)\b",
        re.IGNORECASE,
    )


@cache
def _foreign(of_ascii: bool) -> re.Pattern[str]:
    """One pattern for all orders, or for those that can be found in ASCII text."""
    patterns = [
        _plain(pattern).replace("@", _WORDS_BETWEEN)
        for patterns in _FOREIGN.values()
        for pattern in patterns
        if pattern.isascii() or not of_ascii
    ]
    # Most begin between words: that is looked for once, not for each of them.
    words = "|".join(pattern[2:] for pattern in patterns if pattern.startswith(r"\b"))
    others = [pattern for pattern in patterns if not pattern.startswith(r"\b")]
    return re.compile("|".join((rf"\b(?:{words})", *others)))


def _plain(text: str) -> str:
    """Lower case, without accents and characters that are not seen."""
    if text.isascii():
        return text.lower()
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text).lower()
        if unicodedata.category(character) not in _MARKS
    ).translate(_SMALL_CAPITALS)


_MARKS = frozenset(("Cf", "Mn", "Me"))


def _unmasked(plain: str) -> str:
    """Text with letters of other scripts and figures read as the Latin letters they resemble."""

    def bare(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii() and (word.isalpha() or word.isdigit()):
            return word
        if not any("a" <= letter <= "z" for letter in word):
            return word
        return word.translate(_ALIKE).translate(_LEET)

    return _JOINED.sub(" ", _WORD.sub(bare, plain))


def _broken_up(
    answer: str, sentences: Sequence[Sentence], verdicts: re.Pattern[str] | None
) -> list[Span]:
    """Orders broken into lines of a few words, each of which goes on in lower case."""
    spans: list[Span] = []
    first = 0
    for at in range(1, len(sentences) + 1):
        before = sentences[at - 1]
        if at < len(sentences) and _goes_on(answer, before, sentences[at]):
            continue
        span = sentences[first].start, before.end
        if at - first > 1 and is_hostile(answer[slice(*span)].replace("\n", " "), verdicts):
            spans.append(span)
        first = at
    return spans


def _goes_on(answer: str, one: Sentence, other: Sentence) -> bool:
    return (
        len(one.words) <= BROKEN_LINE
        and answer[one.end : other.start] == "\n"
        and answer[other.start].islower()
        and answer[one.end - 1] not in ".!?:;。！？"
    )


def _replies(answer: str, verdicts: re.Pattern[str] | None) -> list[Span]:
    """Spans in braces that hold a field of a reply: replies made up by the candidate."""

    def made_up(start: int, end: int) -> bool:
        patterns = (_MADE_UP, verdicts) if verdicts is not None else (_MADE_UP,)
        return any(pattern.search(answer, start, end) for pattern in patterns)

    spans: list[Span] = []
    opened: list[int] = []
    for match in re.finditer(r"[{}]", answer):
        if match.group() == "{":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if not opened and made_up(start, match.end()):
                spans.append((start, match.end()))
    if opened and made_up(opened[0], len(answer)):
        # Never closed: as far as the paragraph goes.
        end = answer.find("\n\n", opened[0])
        spans.append((opened[0], end if end >= 0 else len(answer)))
    return spans


def _decodes(run: str) -> bool:
    """Whether letters and figures in a row, or in lines, are base64 of a text."""
    run = run.replace("\n", "")
    if len(run) < LEAST_CODED:
        return False
    try:
        text = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return sum(character.isalpha() or character == " " for character in text) >= 0.8 * len(text)
