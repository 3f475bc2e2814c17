"""YAML put together as somebody would write it: what is short on one line, the rest on lines of its own."""

from collections.abc import Iterable, Mapping

import yaml
from yaml.resolver import BaseResolver

WIDTH = 110

Value = str | list["Value"] | dict[str, "Value"]


def written(root: yaml.Node) -> str:
    """Every scalar is a text, so that only what would be misread has quotes."""
    return str(yaml.serialize(root, Dumper=yaml.dumper.BaseDumper, allow_unicode=True, width=WIDTH))


def flow(value: Value) -> yaml.Node:
    """On one line: `{team: [Repairs, Income]}`."""
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, dict):
        return _mapping({name: flow(each) for name, each in value.items()}, is_flow=True)
    return _sequence(map(flow, value), is_flow=True)


def block(nodes: Mapping[str, yaml.Node]) -> yaml.Node:
    return _mapping(nodes, is_flow=False)


def listed_below(texts: Iterable[str]) -> yaml.Node:
    return _sequence(map(_scalar, texts), is_flow=False)


def _scalar(text: str) -> yaml.Node:
    return yaml.ScalarNode(BaseResolver.DEFAULT_SCALAR_TAG, text)


def _sequence(nodes: Iterable[yaml.Node], *, is_flow: bool) -> yaml.Node:
    return yaml.SequenceNode(BaseResolver.DEFAULT_SEQUENCE_TAG, list(nodes), flow_style=is_flow)


def _mapping(nodes: Mapping[str, yaml.Node], *, is_flow: bool) -> yaml.Node:
    pairs = [(_scalar(name), node) for name, node in nodes.items()]
    return yaml.MappingNode(BaseResolver.DEFAULT_MAPPING_TAG, pairs, flow_style=is_flow)
