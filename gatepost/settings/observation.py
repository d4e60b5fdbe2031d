"""Settings: what the service shows of itself to those who run it."""

from gatepost.settings.passkeys import PasskeySettings
from gatepost.settings.types import Token, fixed, secret


class ObservationSettings(PasskeySettings):
    """Metrics and traces. Without these settings nothing is recorded."""

    # Metrics and traces.
    metrics_port: int | None = fixed(
        None, "port of `gatepost serve` that shows /metrics to Prometheus; 0 takes a free one", ge=0, le=65535
    )
    metrics_host: str = fixed("127.0.0.1", "address of that port", min_length=1)
    metrics_token: Token = secret(
        "", "token that /metrics asks for, on that port and on the main one, at least 32 characters", min_length=32
    )
    traces: bool = fixed(
        False, "send traces by OpenTelemetry, as the OTEL_… variables say; needs the extra gatepost[otel]"
    )

    @property
    def metrics(self) -> bool:
        """Whether metrics are recorded."""
        return self.metrics_port is not None or bool(self.metrics_token)
