"""The bytes of the answer, in French, with what the reader finds odd in them."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

# What `_first` makes of the oddities: the first in words, its line, and how many there are.
_ODDITY = (
    (
        "{what|oddity}[ (line {line})].[ Of this kind there are {count}.]",
        "{what|oddity}[ (ligne {line})].[ Il y en a {count} de cette sorte.]",
    ),
)

# The words of `Oddity`, their first letter a capital as they stand in a sentence.
ODDITIES = (
    (
        "The head has {count} lines, {most} are read",
        "L'en-tête a {count} lignes, dont {most} sont lues",
    ),
    (
        "Of a body in {name} the first MiB is read",
        "D'un corps en {name}, seul le premier Mio est lu",
    ),
    ("The BOM says {marked}, the head {said}", "Le BOM dit {marked}, l'en-tête dit {said}"),
    ("The charset {label} is unknown", "Le jeu de caractères {label} est inconnu"),
    (
        "The page calls itself {name}, it is read as utf-8",
        "La page se dit en {name}, elle est lue en utf-8",
    ),
    (
        "{count|number} places that are no valid {name}, shown as �",
        "Endroits non valables en {name}, montrés par � : {count|number}",
    ),
    ("The body ends before its last chunk", "Le corps finit avant son dernier bloc (chunk)"),
    (
        "The body ends inside a chunk, {have|number} of {size|number} bytes",
        "Le corps finit au milieu d'un bloc (chunk), {have|number} octets sur {size|number}",
    ),
    (
        "The answer ends before the end of its trailers",
        "La réponse finit avant la fin de ses trailers",
    ),
    (
        "The body has {have|number} of {length|number} bytes",
        "Le corps a {have|number} octets sur {length|number}",
    ),
    ("A chunk line that ends without CR", "Une ligne de bloc (chunk) qui finit sans CR"),
    (
        "{line} is no chunk size; the rest is not read",
        "{line} n'est pas une taille de bloc (chunk); le reste n'est pas lu",
    ),
    (
        "A chunk longer than its size; the rest is not read",
        "Un bloc (chunk) plus long que sa taille; le reste n'est pas lu",
    ),
    (
        "{count|number} content codings, at most {most} are read",
        "{count|number} codages de contenu; on en lit au plus {most}",
    ),
    (
        "{name} is no content coding we know",
        "{name} n'est pas un codage de contenu connu ici",
    ),
    (
        "The head says {name}, but the body is not encoded",
        "L'en-tête dit {name}, mais le corps n'est pas codé",
    ),
    ("The body does not decode as {name}", "Le corps ne se décode pas en {name}"),
    (
        "The br data is damaged, or junk follows",
        "Les données br sont abîmées, ou suivies d'autre chose",
    ),
    ("The {name} data is damaged inside", "Les données {name} sont abîmées à l'intérieur"),
    (
        "{count|number} bytes after the {name} data",
        "{count|number} octets après les données {name}",
    ),
    (
        "The {name} checksum does not match",
        "La somme de contrôle {name} ne correspond pas",
    ),
    (
        "The decoded body is longer than {limit|number} bytes; the rest is cut",
        "Le corps décodé dépasse {limit|number} octets; le reste est coupé",
    ),
    (
        "The compressed data ends early ({name})",
        "Les données compressées finissent trop tôt ({name})",
    ),
    (
        "A folded line with no field before it",
        "Une ligne repliée sans champ avant elle",
    ),
    (
        "A value folded over several lines (obsolete)",
        "Une valeur repliée sur plusieurs lignes (forme désuète)",
    ),
    ("A line without a colon: {line}", "Une ligne sans deux-points : {line}"),
    (
        "Bytes that are not UTF-8, read as Latin-1",
        "Des octets qui ne sont pas en UTF-8, lus en Latin-1",
    ),
    (
        "A blank between name and colon",
        "Une espace entre le nom et les deux-points",
    ),
    ("A line that begins with a colon", "Une ligne qui commence par deux-points"),
    ("A name that is no token: {name}", "Un nom de champ irrégulier : {name}"),
    ("A NUL byte", "Un octet NUL"),
    ("A carriage return inside a line", "Un retour de chariot au milieu d'une ligne"),
    ("A control character", "Un caractère de contrôle"),
    ("Blank lines before the status line", "Des lignes vides avant la ligne d'état"),
    (
        "Only interim answers came, the final one did not",
        "Seules des réponses provisoires sont venues, la réponse finale manque",
    ),
    ("A line ends with LF alone", "Une ligne finit par LF seul"),
    ("The answer ends inside its head", "La réponse finit au milieu de son en-tête"),
    (
        "A byte order mark before the status line",
        "Une marque d'ordre des octets (BOM) avant la ligne d'état",
    ),
    ("Bytes before the status line: {bytes}", "Des octets avant la ligne d'état : {bytes}"),
    ("No status has the number {number}", "Aucun état ne porte le numéro {number}"),
    ("An irregular status line: {line}", "Une ligne d'état irrégulière : {line}"),
    (
        "The answer begins with no HTTP/1 status line[; it looks like {guess|guess}][: {bytes}]",
        "Aucune ligne d'état HTTP/1 au début de la réponse[; on dirait {guess|guess}][ : {bytes}]",
    ),
    (
        "{extra|number} bytes came where an answer to HEAD has no body",
        "{extra|number} octets sont venus alors qu'une réponse à HEAD n'a pas de corps",
    ),
    (
        "{extra|number} bytes came where status {status} has no body",
        "{extra|number} octets sont venus alors que l'état {status} n'a pas de corps",
    ),
    ("Transfer-Encoding {value}", "Transfer-Encoding {value}"),
    (
        "Both Content-Length and Transfer-Encoding are sent",
        "Content-Length et Transfer-Encoding sont envoyés tous les deux",
    ),
    (
        "Content-Length {value} is no number of bytes",
        "Content-Length {value} n'est pas un nombre d'octets",
    ),
    ("Content-Lengths differ: {values}", "Les Content-Length diffèrent : {values}"),
    (
        "{rest|number} bytes after the end of the answer[ (a second {answer})]",
        "{rest|number} octets après la fin de la réponse[ (une seconde réponse)]",
    ),
)
GUESSES = (
    ("SSH", "du SSH"),
    ("TLS: was https meant?", "du TLS : vouliez-vous https?"),
    ("HTTP/2 frames", "des trames HTTP/2"),
    ("a page without a head (HTTP/0.9)", "une page sans en-tête (HTTP/0.9)"),
    ("FTP or SMTP", "du FTP ou du SMTP"),
)
PHASES = (
    ("finding the address (DNS)", "la recherche de l'adresse (DNS)"),
    ("connecting", "la connexion"),
    ("the TLS handshake", "la négociation TLS"),
    ("waiting for the server", "l'attente du serveur"),
    ("receiving", "la réception"),
)

TEXTS = {
    "response.truncated": French(
        "La réponse est tronquée",
        "La connexion a été coupée et il peut manquer des champs au formulaire : refaites l'appel.",
        _ODDITY,
    ),
    "response.framing-ambiguous": French(
        "On ne sait pas avec certitude où finit la réponse",
        "Les lecteurs peuvent ne pas s'accorder, et c'est ainsi que des réponses sont glissées en "
        "fraude : un proxy en chemin fonctionne mal.",
        _ODDITY,
    ),
    "response.head-irregular": French(
        "L'en-tête est irrégulier",
        "Des lecteurs moins tolérants peuvent échouer : signalez-le avec l'en-tête brut.",
        _ODDITY,
    ),
    "response.encoding-unreadable": French(
        "Le corps ne se décode pas",
        "Les octets bruts sont conservés, mais la page n'a pas pu être lue en entier : refaites "
        "l'appel et, si cela se répète, signalez-le.",
        _ODDITY,
    ),
    "response.discloses-server": French(
        "L'en-tête nomme le logiciel du serveur",
        "Cela aide les attaquants, et les billets d'assistance : citez-le dans le vôtre.",
        (("It says {value}.", "Il dit {value}."),),
    ),
    "response.slow": French(
        "La réponse a été lente",
        "Regardez Timing : la phase la plus longue dit qui est lent.",
        tuple(
            (
                f"It took {{seconds|number}} s, most of it {english}.",
                f"Elle a pris {{seconds|number}} s; le plus long a été {french}.",
            )
            for english, french in PHASES
        ),
    ),
}
