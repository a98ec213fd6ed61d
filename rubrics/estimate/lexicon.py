"""The word lists of the estimate: function words, verbs, irregular forms."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


STOP = word_set(
    """
    a an the this that these those there here
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
    myself ourselves yourself itself themselves who whom whose which what when where why how whether
    am is are was were be been being do does did doing done have has had having
    can could will would shall should may might must
    i'm i've i'd i'll we're we've we'd we'll you're you've you'd you'll it's it'll he's she's
    they're they've they'd they'll that's there's what's who's let's here's
    and or nor but if then else so because as while although though however therefore thus hence
    since unless until whereas also too very just quite rather even still yet
    of at by for with about against between into through during before after to from in on onto
    upon within among across via toward towards along around
    all any each every both some such other another much many more most own
    than like etc eg ie e g vs really actually basically simply instead
    """
)
"""Words that carry no point: dropped from phrases and from what is compared."""

PARTICLES = word_set("out up down off back over under apart together again ahead only per")
"""Small words that are kept in phrases ("scale out"), but are no content on their own."""

JOINERS = frozenset(("and", "or", "nor", "plus", "etc", "vs", "also"))
"""Function words that a mere list has as well, so they are no sign of a sentence."""

NEGATIONS = word_set(
    """
    no not never without cannot hardly none neither nor nothing nobody
    don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't
    mustn't hasn't haven't hadn't needn't mightn't ain't
    dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent
    """
)
"""Words that turn a claim round. In a phrase they say that the claim itself is negative."""

AUXILIARIES = word_set(
    """
    am is are was were be been being do does did have has had
    can could will would shall should may might must cannot
    i'm i've i'd i'll we're we've we'd we'll you're you've you'd you'll it's it'll he's she's
    they're they've they'd they'll that's there's what's who's let's here's
    """
) | frozenset(word for word in NEGATIONS if word.endswith("t") and word != "not")

SUBJECTS = word_set("i we you he she it they this that these those there which who everyone nobody")

_VERBS = word_set(
    """
    abandon adopt advise affect aim allocate announce anticipate appear associate attach attempt
    attract bind carry challenge circumvent claim classify click close code commit complain concern
    conclude confirm confuse consume convince correspond correlate count decode decouple decompose
    dedicate defer deprecate derive destroy differentiate diverge dominate download dump eliminate
    emphasise encounter encrypt enhance escalate establish facilitate finalise force grasp hire host
    illustrate imagine impose incorporate incur indicate inherit initialise initiate inspire
    instruct instrument interact interpret interrupt introduce invent invoke involve lag locate
    mention mentor modify motivate narrow navigate neglect nudge obtain oversee penalise perceive
    permit persuade pinpoint populate possess postpone practise precompute presume pretend pretrain
    proceed prompt propagate qualify quantify quote rebalance reboot recognise reconstruct redirect
    reformulate reinforce remap rename reorder reshape resist retire revisit reward rush sacrifice
    secure signal simplify specialise stabilise standardise stick strengthen struggle substitute
    supersede suppress sustain tighten tolerate transmit tweak undergo unify unlock update upgrade
    utilise visit visualise weaken widen wire witness worry worsen
    accept achieve acknowledge adapt add adjust agree aggregate alert align allow amortise annotate
    answer append apply approve approximate argue arrange arrive ask assign assume attend augment
    automate avoid balance batch become begin behave belong benchmark block blend boost break bring
    build cache calculate calibrate call capture catch cause change check choose chunk clean clear
    cluster coach collapse collect combine come communicate compare compile complete compress
    compute concatenate configure connect consider consist contain continue contradict contribute
    convert cost cover crash create cut deal debug decide draw decline decrease dedupe deduplicate
    define degrade delay delete deliver demand depend deploy describe design detect determine
    diagnose differ disable discard discover discuss dispatch distil distill distribute divide
    double drain drift drive drop embed emit enable encode encourage end enforce enqueue enrich
    ensure enter estimate evaluate evict exceed exclude execute exist expand expect expire explain
    explore export expose extend extract fail fall feed feel fetch fill filter find finish fit fix
    flag flatten flip flood flow flush focus follow forget form forward freeze fuse gain gate gather
    generalise generate get give go group grow guarantee guard guess halve handle happen hash help
    hide hit hold hurt identify ignore implement imply import improve include increase index infer
    inform ingest inject insert inspect install integrate interpolate invalidate invest investigate
    invite isolate iterate join judge jump justify keep kill know label lack land last launch lead
    lean learn leave let leverage lie lift limit link listen load log look loop lose lower maintain
    make manage map mark mask match materialise matter maximise mean measure meet merge migrate
    minimise mirror miss mitigate mix model monitor mount move multiply name need negotiate
    normalise note notice notify occur offer offload open optimise orchestrate organise outperform
    overfit overlap overwrite own pack pad page parallelise parse partition pass patch pay perform
    persist pick pin place plan play plot point poll pool predict prefer prepare preprocess present
    preserve prevent price print prioritise process produce profile project promote propose protect
    prototype prove provide prune publish pull purge push put quantise query queue raise ramp rank
    reach react read realise rebuild recalculate receive recommend recompute reconcile record
    recover redact redeploy reduce refer refine reflect refresh register regress reindex reject
    rejoin relate release rely remain remember remove render repair repeat rephrase replace replay
    replicate report represent reproduce request require rerank rescore resend reserve reset resize
    resolve respond restart restore restrict retain rethink retrain retrieve retry return reuse
    reveal revert review revise rewrite rise roll rotate round route run sample satisfy save say
    scale scan schedule score scrub search see seed seek segment select sell send separate
    serialise serve set settle shadow shape shard share shift ship shorten show shrink shut sign
    simulate sit skip slice slow smooth snapshot solve sort sound speak specify spend spike spill
    split stage stand start state stay stem stop store stream stress strip study submit subscribe
    subtract succeed suffer suggest suit summarise supply support surface survive suspect swap
    switch sync tackle tag take talk target teach tell tend terminate test think throttle throw tie
    tokenise touch trace track trade train transfer transform translate traverse treat trigger trim
    truncate trust try tune turn understand upload upsert use validate vary verify version vote wait
    walk want warm warn waste watch weigh win work wrap write yield
    """
)

VERBS = _VERBS | frozenset(word[:-3] + "ize" for word in _VERBS if word.endswith("ise"))
"""Verbs that explanations of engineers are made of, in their plain form."""

NOUNS_TOO = word_set(
    """
    attempt challenge claim click code concern count download dump force host impact instrument
    mention mentor prompt quote reward rush sacrifice signal update upgrade visit wire witness
    answer approach balance batch benchmark block boost break cache call cause change check chunk
    clear cluster coach complete cost cover crash cut deal delay demand design divide double drain
    drift drive drop end estimate expose fall feed filter fit fix flag flip flood flow flush focus
    form forward freeze gain gate group guarantee guard guess hash help hit hold hurt import
    increase index insert judge jump kill label lack land last launch lead lean leave lie lift
    limit link load log look loop lower mark mask match matter mean measure mirror miss mix model
    monitor mount move name need note offer open own pack pad page parallel pass patch pay place
    plan play plot point poll pool present price print process produce profile project prototype
    prune pull push query queue raise ramp rank reach record release repair repeat report request
    reserve reset respond restart retry return review rise roll round route run sample save scale
    scan schedule score search seed segment separate set shadow shape shard share shift ship show
    sign sit slice slow smooth snapshot sort sound spike spill split stage stand start state stay
    stem stop store stream stress strip study supply support surface suspect swap switch sync tag
    talk target test tie touch trace track trade train transfer transform trigger trust try tune
    turn use version vote wait walk warm waste watch work wrap yield
    """
)
"""Verbs that are nouns as often: they show a sentence only where a verb would stand."""

VERBS_WITH_S = word_set(
    """
    use support help need increase return gain hold keep lean leave let lie lift look lose lower
    matter mean move open own pay place reach rise roll run save scale separate serve sit slow
    smooth stay stop start suspect turn wait walk warm waste work yield fall feed drain drive
    double expose focus freeze jump show trust boost cause cover force spill lack match rank
    """
)
"""Of those, the ones whose form with -s is a verb more often than a plural."""

IRREGULAR = {
    form: plain
    for plain, forms in {
        "become": "became",
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "build": "built rebuilt",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "draw": "drew drawn",
        "drive": "drove driven",
        "fall": "fell fallen",
        "feed": "fed",
        "feel": "felt",
        "find": "found",
        "forget": "forgot forgotten",
        "freeze": "froze frozen",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone goes",
        "grow": "grew grown",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lead": "led",
        "learn": "learnt",
        "leave": "left",
        "lose": "lost",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "pay": "paid",
        "rise": "rose risen",
        "run": "ran",
        "say": "said",
        "see": "saw seen",
        "sell": "sold",
        "send": "sent",
        "show": "shown",
        "shrink": "shrank shrunk",
        "sit": "sat",
        "speak": "spoke spoken",
        "spend": "spent",
        "stand": "stood",
        "take": "took taken",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "understand": "understood",
        "win": "won",
        "write": "wrote written",
        "rewrite": "rewrote rewritten",
        # Other forms that a stemmer leaves apart.
        "index": "indices",
        "vertex": "vertices",
        "matrix": "matrices",
        "criterion": "criteria",
        "low": "lower lowest",
        "high": "higher highest",
        "fast": "faster fastest",
        "slow": "slower slowest",
        "small": "smaller smallest",
        "large": "larger largest",
        "big": "bigger biggest",
        "cheap": "cheaper cheapest",
        "close": "closer closest",
        "near": "nearer nearest nearby",
        "few": "fewer fewest",
        "less": "lesser",
        "short": "shorter shortest",
        "long": "longer longest",
        "new": "newer newest",
        "old": "older oldest",
        "hard": "harder hardest",
        "easy": "easier easiest",
        "simple": "simpler simplest",
        "kubernetes": "k8s",
        "database": "db dbs",
        "document": "doc docs",
        "dimension": "dim dims",
        "vector": "vec vecs",
        "configuration": "config configs",
        "parameter": "param params",
        "production": "prod",
        "2": "two",
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "1": "one",
    }.items()
    for form in forms.split()
}
