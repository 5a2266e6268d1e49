"""What the capture says of a failed call, in French: what happened, and what to do about it.

A test holds both tables complete against the capture's own words. Messages stand as sentences,
hints begin in lower case, since they follow a semicolon.
"""

from __future__ import annotations

from workbench.inspection.findings.french.text import Template, in_french

_WAITS: tuple[Template, ...] = (
    ("the address of {host}", "l'adresse de {host}"),
    ("{where} to accept the connection", "que {where} accepte la connexion"),
    ("the TLS handshake with {where}", "la négociation TLS avec {where}"),
    ("{where} to take the request", "que {where} prenne la requête"),
    (
        "the first byte of the answer from {where}",
        "le premier octet de la réponse de {where}",
    ),
    ("the rest of the answer from {where}", "le reste de la réponse de {where}"),
)
_MESSAGES: tuple[Template, ...] = (
    (
        "no address was found for the name {host}",
        "Aucune adresse n'a été trouvée pour le nom {host}",
    ),
    (
        "no name server answered when asked for {host}",
        "Aucun serveur de noms n'a répondu au sujet de {host}",
    ),
    ("{host} cannot be the name of a host", "{host} ne peut pas être le nom d'un hôte"),
    ("{where} refused the connection", "{where} a refusé la connexion"),
    (
        "there is no way to {where} from this machine",
        "Il n'y a pas de chemin vers {where} depuis cet ordinateur",
    ),
    (
        "this machine does not allow connections to {where}",
        "Cet ordinateur ne permet pas de connexions vers {where}",
    ),
    (
        "no connection to {where} could be made",
        "Aucune connexion à {where} n'a pu être établie",
    ),
    (
        "stopped while waiting for {waited|waited}",
        "Arrêté pendant qu'on attendait {waited|waited}",
    ),
    (
        "the workbench was closed while waiting for {waited|waited}",
        "L'outil a été fermé pendant qu'on attendait {waited|waited}",
    ),
    (
        "not done within {total}: still waiting for {waited|waited}",
        "Pas terminé en {total} : on attendait encore {waited|waited}",
    ),
    (
        "nothing happened for {bound} while waiting for {waited|waited}",
        "Il ne s'est rien passé pendant {bound}, alors qu'on attendait {waited|waited}",
    ),
    (
        "the head of the answer is bigger than {limit}",
        "L'en-tête de la réponse dépasse {limit}",
    ),
    ("the answer is bigger than {limit}", "La réponse dépasse {limit}"),
    (
        "a chunk line or the trailers of the answer are bigger than 100 KiB",
        "Une ligne de bloc (chunk) ou les trailers de la réponse dépassent 100 KiB",
    ),
    (
        "{where} closed the connection without an answer",
        "{where} a fermé la connexion sans répondre",
    ),
    (
        "{where} closed the connection in the middle of the head, after {got|amount}",
        "{where} a fermé la connexion au milieu de l'en-tête, après {got|amount}",
    ),
    (
        "{where} closed the connection in the middle of the body: {detail|amount}",
        "{where} a fermé la connexion au milieu du corps : {detail|amount}",
    ),
    (
        "{where} broke off the connection without an answer",
        "{where} a rompu la connexion sans répondre",
    ),
    (
        "{where} broke off the connection in the middle of the head, after {got|amount}",
        "{where} a rompu la connexion au milieu de l'en-tête, après {got|amount}",
    ),
    (
        "{where} broke off the connection in the middle of the body, after {got|amount}",
        "{where} a rompu la connexion au milieu du corps, après {got|amount}",
    ),
    (
        "{where} does not answer in HTTP/1; its first line is {line}",
        "{where} ne répond pas en HTTP/1; sa première ligne est {line}",
    ),
    (
        "{where} speaks SSH, not HTTP: its first line is {line}",
        "{where} parle SSH, non HTTP : sa première ligne est {line}",
    ),
    (
        "{where} answers in HTTP/2 although HTTP/1.1 was spoken to it",
        "{where} répond en HTTP/2, alors qu'on lui a parlé en HTTP/1.1",
    ),
    (
        "{where} speaks TLS, but was called without it",
        "{where} parle TLS, mais a été appelé sans TLS",
    ),
    (
        "{where} sent a page without a head (HTTP/0.9): it begins with {line}",
        "{where} a envoyé une page sans en-tête (HTTP/0.9), qui commence par {line}",
    ),
    (
        "{where} speaks a mail or file transfer protocol: its first line is {line}",
        "{where} parle un protocole de courriel ou de fichiers : sa première ligne est {line}",
    ),
    ("the answer begins with an empty line", "La réponse commence par une ligne vide"),
    (
        "the answer begins with a byte order mark before its status line",
        "La réponse commence par une marque d'ordre des octets, avant la ligne d'état",
    ),
    (
        "the status line is no HTTP/1 status line: {line}",
        "La ligne d'état n'est pas une ligne d'état HTTP/1 : {line}",
    ),
    (
        "line {number} ({shown}) of the head is no header line",
        "La ligne {number} de l'en-tête ({shown}) n'est pas un champ",
    ),
    ("a line of the head is no header line", "Une ligne de l'en-tête n'est pas un champ"),
    (
        "the first header line begins with a blank, as if it continued another",
        "La première ligne de champ commence par une espace, comme la suite d'une autre",
    ),
    (
        "Content-Length is no single number, so the end of the body is unknown",
        "Content-Length n'est pas un seul nombre : la fin du corps est inconnue",
    ),
    (
        "Transfer-Encoding says something else than chunked, once; only chunked is known",
        "Transfer-Encoding dit autre chose que chunked, une fois; seul chunked est connu",
    ),
    (
        "a chunk of the body has no valid size line",
        "Un bloc (chunk) du corps n'a pas de ligne de taille valable",
    ),
    (
        "a chunk of the body does not end where its size says",
        "Un bloc (chunk) du corps ne finit pas là où sa taille le dit",
    ),
    (
        "the server switches to another protocol (101) that nobody asked for",
        "Le serveur passe à un autre protocole (101), que personne n'a demandé",
    ),
    ("the answer of {where} breaks HTTP/1", "La réponse de {where} enfreint HTTP/1"),
    (
        "the certificate of {where} expired[ on {date}]",
        "Le certificat de {where} est échu[ depuis le {date}]",
    ),
    (
        "the certificate of {where} is not valid yet[, only from {date} on]",
        "Le certificat de {where} n'est pas encore valable[, mais le sera le {date}]",
    ),
    (
        "the certificate of {where} is signed by itself, not by an authority",
        "Le certificat de {where} est signé par lui-même, non par une autorité",
    ),
    (
        "the certificate of {where} comes from an authority this machine does not know[: {issuer}]",
        "Le certificat de {where} vient d'une autorité inconnue de cet ordinateur[ : {issuer}]",
    ),
    (
        "the certificate is for {names}, not for {host}",
        "Le certificat est fait pour {names}, non pour {host}",
    ),
    (
        "the certificate of {where} has been revoked",
        "Le certificat de {where} a été révoqué",
    ),
    (
        "the certificate of {where} was not accepted: {detail}",
        "Le certificat de {where} n'a pas été accepté : {detail}",
    ),
    (
        "{where} refuses the TLS versions of this machine: {ours}",
        "{where} refuse les versions de TLS de cet ordinateur : {ours}",
    ),
    (
        "{where} offers only TLS versions older than 1.2; here: {ours}",
        "{where} n'offre que des versions de TLS antérieures à 1.2; ici : {ours}",
    ),
    (
        "{where} refused the TLS handshake: no cipher in common, or a certificate is missing",
        "{where} a refusé la négociation TLS : aucun chiffrement commun, ou certificat manquant",
    ),
    ("{where} does not speak TLS", "{where} ne parle pas TLS"),
    (
        "{where} asks for a client certificate, and none was given",
        "{where} demande un certificat client, et aucun n'a été donné",
    ),
    (
        "{where} does not accept the client certificate: {detail}",
        "{where} n'accepte pas le certificat client : {detail}",
    ),
    (
        "{where} has nothing under the name {host}",
        "{where} n'a rien sous le nom {host}",
    ),
    (
        "{where} closed the connection during the TLS handshake",
        "{where} a fermé la connexion pendant la négociation TLS",
    ),
    (
        "{where} broke off the connection during the TLS handshake",
        "{where} a rompu la connexion pendant la négociation TLS",
    ),
    ("TLS with {where} failed: {detail}", "TLS avec {where} a échoué : {detail}"),
)
_AMOUNTS: tuple[Template, ...] = (
    ("{have} of {size} bytes had come", "{have} octets sur {size} étaient arrivés"),
    ("its last chunk had not come", "son dernier bloc (chunk) n'était pas arrivé"),
    ("1 byte", "1 octet"),
    ("{count|number} bytes", "{count|number} octets"),
)
_AGAIN = (
    "refaites l'appel; si cela persiste, quelque chose devant le serveur met fin aux appels : "
    "demandez à qui l'exploite"
)
_BREAKS = (
    "le serveur, ou un proxy devant lui, enfreint HTTP/1; les octets sont conservés tels quels"
)
_AUTHORITY = "give the authority's certificate with --ca FILE; --insecure checks nothing"
_TRUST = "donnez le certificat de l'autorité avec --ca FILE; --insecure ne vérifie rien"
_CERT = "donnez votre certificat et sa clé avec --cert FILE"
_HINTS: tuple[Template, ...] = (
    (
        "check the instance, base URL or profile for a typing error; some names need a VPN",
        "vérifiez l'orthographe de l'instance, de l'URL ou du profil; un RPV (VPN) aide parfois",
    ),
    ("check network, VPN and firewall", "vérifiez le réseau, le RPV (VPN) et le pare-feu"),
    ("check the instance or base URL", "vérifiez l'instance ou l'URL de base"),
    (
        "nothing listens there: check host and port, or start the server",
        "rien n'écoute là : vérifiez l'hôte et le port, ou démarrez le serveur",
    ),
    ("{kept|kept}; --timeout gives more time", "{kept|kept}; --timeout donne plus de temps"),
    (
        "{kept|kept}; --connect-timeout and --read-timeout give more time",
        "{kept|kept}; --connect-timeout et --read-timeout donnent plus de temps",
    ),
    (
        "{kept|kept}; an answer like this does not come from the endpoint itself",
        "{kept|kept}; une telle réponse ne vient pas du point d'accès lui-même",
    ),
    ("{kept|kept}; the rest was not read", "{kept|kept}; le reste n'a pas été lu"),
    (
        "call again; if it stays so, something in front of the server ends calls: ask its operator",
        _AGAIN,
    ),
    (
        "call again; a server that wants a client certificate (--cert FILE) may do this too",
        "refaites l'appel; un serveur qui exige un certificat client (--cert FILE) fait de même",
    ),
    (
        "the server, or a proxy before it, breaks HTTP/1; the bytes are kept as they came",
        _BREAKS,
    ),
    (
        "it may expect TLS: try https; else call again",
        "il attend peut-être TLS : essayez https; sinon, refaites l'appel",
    ),
    ("check the port", "vérifiez le port"),
    (
        "check the port; an HTTP/2 server without TLS cannot be called",
        "vérifiez le port; un serveur HTTP/2 sans TLS ne peut pas être appelé",
    ),
    ("did you mean https?", "vouliez-vous https?"),
    (
        "it has to be renewed there; check this machine's clock too; {trust|trust}",
        "il doit être renouvelé là-bas; vérifiez aussi l'horloge de cet ordinateur; {trust|trust}",
    ),
    (
        "check this machine's clock; {trust|trust}",
        "vérifiez l'horloge de cet ordinateur; {trust|trust}",
    ),
    (
        "check the host; --insecure checks nothing",
        "vérifiez l'hôte; --insecure ne vérifie rien",
    ),
    ("it has to be replaced there", "il doit être remplacé là-bas"),
    (
        "the server has to offer TLS 1.2 or newer",
        "le serveur doit offrir TLS 1.2 ou plus récent",
    ),
    (
        "where the server asks for a client certificate, {certificate|trust}",
        "si le serveur demande un certificat client, {certificate|trust}",
    ),
    (
        "the server seems to speak http here: try http://, or check the port",
        "le serveur semble parler http ici : essayez http://, ou vérifiez le port",
    ),
    ("give another one with --cert FILE", "donnez-en un autre avec --cert FILE"),
    (
        "check the host; it was named in the handshake (SNI)",
        "vérifiez l'hôte; il a été nommé dans la négociation (SNI)",
    ),
)
_TRUSTS: tuple[Template, ...] = (
    (
        f"{_AUTHORITY}[; a company {{proxy}} that opens TLS has its own authority]",
        f"{_TRUST}[; un {{proxy}} d'entreprise qui ouvre TLS a sa propre autorité]",
    ),
    (
        "--insecure looks at the answer all the same",
        "--insecure permet de voir la réponse malgré tout",
    ),
    ("give your certificate and key with --cert FILE", _CERT),
)
_KEPT: tuple[Template, ...] = (
    ("nothing had come", "rien n'était arrivé"),
    (
        "{got|amount} had come and are kept",
        "{got|amount} étaient arrivés et sont conservés",
    ),
)
_TABLES = {"waited": _WAITS, "amount": _AMOUNTS, "trust": _TRUSTS, "kept": _KEPT}


def message_in_french(message: str) -> str:
    """What happened, in French; as it is where no words are known for it."""
    return in_french(message, _MESSAGES, _TABLES)


def hint_in_french(hint: str) -> str:
    """What to do, in French; as it is where no words are known for it."""
    return in_french(hint, (*_HINTS, *_TRUSTS, *_KEPT), _TABLES)
