"""The Containerfile, read: its stages, their steps, and the configuration of the image."""

import io
import json
import shlex
from dataclasses import dataclass, field
from string import Template

from dockerfile_parse import DockerfileParser

from tests.support.live import ROOT

CONTAINERFILE = ROOT / "Containerfile"
_LISTS = ("ENTRYPOINT", "CMD", "VOLUME")  # all in the form of JSON, because a shell would swallow signals


@dataclass
class Step:
    """An instruction that changes files, with the folder and the environment that hold there."""

    instruction: str
    value: str
    folder: str
    environment: dict[str, str]


@dataclass
class Stage:
    """From one FROM to the next. *told*: the value of each other instruction, the last one counts."""

    base: str
    name: str
    environment: dict[str, str]
    steps: list[Step] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def words(self, instruction: str) -> list[str]:
        """The list in JSON that *instruction* tells."""
        told = json.loads(self.told[instruction])
        assert isinstance(told, list), f"{instruction} is not a list"
        return told

    @property
    def health_check(self) -> list[str]:
        """The command of HEALTHCHECK."""
        return list(json.loads(self.told["HEALTHCHECK"].partition(" CMD ")[2]))


def stages(text: str = "") -> list[Stage]:
    """The stages in their order; the last one is the image. A base is another stage's name, or an image's."""
    parser = DockerfileParser(fileobj=io.BytesIO((text or CONTAINERFILE.read_text()).encode()))
    found: list[Stage] = []
    arguments: dict[str, str] = {}
    for line, context in zip(parser.structure, parser.context_structure, strict=True):
        instruction, value = line["instruction"], line["value"]
        if instruction == "COMMENT":
            continue
        if instruction == "ARG" and not found:
            arguments |= _assignments(value)
        elif instruction == "FROM":
            base, _, name = Template(value).substitute(arguments).partition(" AS ")
            inherited = [stage.environment for stage in found if stage.name == base]
            found.append(Stage(base, name, dict(*inherited)))
        elif instruction in ("RUN", "COPY"):
            stage = found[-1]
            stage.steps.append(Step(instruction, value, stage.told.get("WORKDIR", "/"), dict(stage.environment)))
        elif instruction == "ENV":
            found[-1].environment |= context.get_values("ENV")
        elif instruction == "LABEL":
            found[-1].labels |= context.get_values("LABEL")
        else:
            found[-1].told[instruction] = value
    return found


def _assignments(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in shlex.split(text))}
