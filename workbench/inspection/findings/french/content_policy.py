"""Pages that their own policy stops, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "response.csp-blocks-form": French(
        "La politique de la page interdit son propre formulaire",
        "Le navigateur refuse de l'envoyer et l'utilisateur reste devant une page blanche : "
        "form-action doit permettre la cible.",
        (
            (
                "form-action {sources} does not allow {target}.",
                "form-action {sources} ne permet pas {target}.",
            ),
            (
                "sandbox {sources} does not allow forms.",
                "sandbox {sources} ne permet pas les formulaires.",
            ),
        ),
    ),
    "response.csp-blocks-auto-submit": French(
        "La politique de la page interdit son propre script",
        "L'utilisateur reste devant une page blanche, et le bouton de noscript demeure caché "
        "puisque les scripts sont actifs : la politique doit permettre le script, par empreinte "
        "(hash) ou par nonce.",
        (
            ("{directive} {sources} forbids it.", "{directive} {sources} l'interdit."),
            (
                "sandbox {sources} does not allow scripts.",
                "sandbox {sources} ne permet pas les scripts.",
            ),
        ),
    ),
}
