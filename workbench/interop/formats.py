"""All formats, imported once so that they register; the only list of them."""

from workbench.interop import (
    curl_command,
    curl_output,
    har,
    har_writing,
    html_page,
    http_text,
    httpie_command,
    httpx_script,
    jsonl,
    raw_http,
)

__all__ = [
    "curl_command",
    "curl_output",
    "har",
    "har_writing",
    "html_page",
    "http_text",
    "httpie_command",
    "httpx_script",
    "jsonl",
    "raw_http",
]
