"""Roads to Claude: direct, Amazon Bedrock, Google Vertex, Microsoft Foundry, a gateway; each by the SDK's own client.

What proves who asks is a key from the vault, else what the cloud itself knows the person by. Nothing that the SDK would
pick up from the environment goes out: neither headers nor tokens nor addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from ..ports import API

if TYPE_CHECKING:  # takes seconds to import, so the first call does it
    import anthropic
    import httpx2

Kind = Literal["direct", "bedrock", "vertex", "foundry", "gateway"]
_ENTRA_SCOPE = "https://ai.azure.com/.default"  # of tokens for Foundry
_LIBRARIES = {"bedrock": "boto3", "vertex": "google.auth", "foundry": "azure.identity"}


@dataclass(frozen=True)
class Road:
    """``region`` is AWS's or Google's, ``project`` Google's, ``profile`` one of AWS's; ``resource`` one of Azure's.

    ``headers`` are sent to a gateway.
    """

    kind: Kind = "direct"
    region: str = ""
    project: str = ""
    profile: str = ""
    resource: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def lists_models(self) -> bool:
        """Whether its server says which models it knows."""
        return self.kind in ("direct", "gateway")

    @property
    def nobody(self) -> str:
        """What to do where the cloud knows nobody here."""
        return {
            "bedrock": "AWS knows nobody here; sign in with its own tool, set aws_profile, or set a key",
            "vertex": "Google knows nobody here; sign in with `gcloud auth application-default login`, or set a key",
            "foundry": "Entra knows nobody here; sign in with `az login`, or set a key",
        }.get(self.kind, "Nobody is known here")

    def missing(self, key: str | None, base_url: str) -> str:
        """A sentence on what this road lacks to go to that address; "" where it may be taken."""
        for road, name, value in (
            ("bedrock", "aws_region", self.region),
            ("vertex", "vertex_region", self.region),
            ("vertex", "vertex_project", self.project),
            ("foundry", "foundry_resource", self.resource),
            ("gateway", "base_url", base_url != API),
        ):
            if road == self.kind and not value:
                return f"The road {self.kind} needs the setting {name}."
        if self.kind == "gateway" and not key:
            return "There is no token for the gateway. Set one with `sheetllm key set`."
        library = _LIBRARIES.get(self.kind, "")
        needs_library = library and not (key and self.kind == "foundry")
        if needs_library and not _is_installed(library):
            return f'The road {self.kind} needs more: pip install "sheetllm-xl[{self.kind}]".'
        return ""

    def client(self, key: str | None, base_url: str, http_client: httpx2.Client) -> anthropic.Anthropic:
        """The SDK's client. Raises what the SDK does for wrong settings."""
        opened: Any = getattr(self, f"_{self.kind}")(key, base_url=base_url, http_client=http_client, **_OWN)
        # The clients put the headers of ANTHROPIC_CUSTOM_HEADERS here, and over what is given them.
        opened._custom_headers = dict(self.headers)
        client: anthropic.Anthropic = opened
        return client

    # A key is given in any case, and "" where there is none: for None the SDK looks in places of its own.

    def _direct(self, key: str | None, **own: Any) -> Any:
        from anthropic import Anthropic

        return Anthropic(api_key=key or "none", **own)

    def _gateway(self, key: str | None, **own: Any) -> Any:
        from anthropic import Anthropic

        return Anthropic(auth_token=key or "none", **own)

    def _bedrock(self, key: str | None, **own: Any) -> Any:
        from anthropic import AnthropicBedrock

        client = AnthropicBedrock(api_key=key or "", aws_region=self.region, **own)
        client.api_key, client.aws_profile = key or None, self.profile or None
        return client

    def _vertex(self, key: str | None, **own: Any) -> Any:
        from anthropic import AnthropicVertex

        return AnthropicVertex(region=self.region, project_id=self.project, access_token=key, **own)

    def _foundry(self, key: str | None, **own: Any) -> Any:
        from anthropic import AnthropicFoundry

        if key:
            return AnthropicFoundry(api_key=key, **own)
        from azure.identity import DefaultAzureCredential, get_bearer_token_provider

        provider = get_bearer_token_provider(DefaultAzureCredential(), _ENTRA_SCOPE)
        return AnthropicFoundry(api_key="", azure_ad_token_provider=provider, **own)


DIRECT = Road()
_OWN = {"max_retries": 0, "open_telemetry": False}  # we try again ourselves, and tell nobody


def _is_installed(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:  # of the package it lies in
        return False


def without_credentials(road: Road) -> tuple[type[Exception], ...]:
    """What the cloud's library raises where it knows nobody, or cannot ask who it is."""
    if road.kind == "bedrock":
        from botocore.exceptions import BotoCoreError

        return (BotoCoreError, RuntimeError)  # the SDK: "Could not resolve AWS credentials"
    if road.kind == "vertex":
        from google.auth.exceptions import GoogleAuthError

        return (GoogleAuthError,)
    if road.kind == "foundry" and _is_installed("azure.core"):
        from azure.core.exceptions import AzureError

        return (AzureError,)
    return ()
