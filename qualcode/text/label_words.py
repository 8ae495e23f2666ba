"""Words that stand before a colon at the beginning of lines and are not speakers, Norwegian and English."""

import re

# Fields of a transcript's heading. None of these speaks.
_FIELDS = """
til stede|tilstede|present|dato|date|tid|time|tidspunkt|klokkeslett|klokken|kl|varighet|lengde|duration|length|sted
stad|place|location|deltakere|deltakarar|deltagere|participants|informanter|informantar|informants|tittel|title|tema
topic|emne|subject|transkribert av|transkribert|transkripsjon|transcribed by|transcript|transcription|lydfil|lydopptak
opptak|fil|filnavn|file|recording|audio|merknad|merk|merknader|notat|note|notes|nb|ps|obs|prosjekt|project|studie|study
kilde|source|speakers|talere|keywords|summary keywords|intervju|interview|intervju nr|intervjunummer|id|kode|code
språk|language|versjon|version|metode|method|intervjuguide|vedlegg|side|page|kommentar|comment|problemstilling|kommune
intervjuet av|intervjua av|interviewed by|intervjusted|rekruttering|bakgrunn|background|tegnforklaring|legend
mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|monday|tuesday|wednesday|thursday|friday|saturday|sunday
navn|name|alder|age|kjønn|kjonn|gender|sex|yrke|occupation|stilling|position|utdanning|education|sivilstatus|bosted
beskrivelse|description|rolle|role|arbeidssted|arbeidsgiver|workplace|organisasjon|organisation|organization|institution
institusjon|date of interview|interview date|interviewer name|dato for intervju|intervjudato|oppsummering|summary
http|https|mailto|tlf|telefon|phone|e-post|epost|email|for eksempel|f.eks|altså|for example|that is
"""
# Words that begin what people say, and that a colon may follow.
_SAYINGS = """
ja|jo|jau|nei|nå|bra|fint|ok|okei|okay|altså|så|men|og|eller|det|den|jeg|eg|du|vi|de|hun|han|dette|her|der|hva|hvorfor
kva|kvifor|hvordan|korleis|når|først|for det første|for det andre|til slutt|kort sagt|med andre ord|poenget|poenget er
saken er|og så|så tenkte jeg|jeg tenkte|jeg sa|hun sa|han sa|de sa|yes|no|yeah|well|so|but|and|or|the|this|that|i said
he said|she said|they said|i mean|good|right|first|second|finally|the thing is|like|you know|hm|mm|hmm|eh
"""
FIELDS = frozenset(re.split(r"[|\n]", _FIELDS.strip()))
SAYINGS = frozenset(re.split(r"[|\n]", _SAYINGS.strip()))
