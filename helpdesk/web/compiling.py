"""Templates are compiled once for each language, and what is the same on every page is written in by then.

A page asks for a hundred words, icons, addresses and small parts that depend on nothing but the language. Each
is a call of some microseconds, and cuts the page into two more pieces. Here they are called when the template
is compiled, and become part of the text around them: only what is marked `constant`, with arguments that stand
in the template. A name that a template gives to something of its own is left alone.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import BaseLoader, ChoiceLoader, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import _PassArg
from jinja2.visitor import NodeTransformer

from helpdesk.web.constant import is_constant
from helpdesk.web.i18n import LANGUAGES, current_lang

INHERITED = {"ui": "web/_ui.html"}
"""Modules that a page knows from the one it extends."""


class PageTemplate(Template):
    """A template whose macros are imported as they are: no page adds globals that they would miss."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # Jinja looks for such globals at each import of each page, name by name.
        return super()._get_default_module()


class PageEnvironment(Environment):
    """Jinja with a set of compiled templates for each language."""

    template_class = PageTemplate

    _loaders: Mapping[str, BaseLoader] | None = None

    @property
    def loader(self) -> BaseLoader | None:
        """The loader of the language now spoken: Jinja keeps what it compiles by its loader."""
        return self._loaders[current_lang()] if self._loaders else None

    @loader.setter
    def loader(self, given: BaseLoader | None) -> None:
        self._loaders = {lang: ChoiceLoader([given]) for lang in LANGUAGES} if given else None

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return our globals themselves where a template has none of its own: each page copies them."""
        return super().make_globals(d) if d else self.globals

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        written = _Constants(self, source, name).visit(source)
        return super()._generate(written, name, filename, defer_init)


class _Constants(NodeTransformer):
    """Put what constant calls return in their places."""

    def __init__(self, environment: Environment, source: nodes.Template, name: str | None) -> None:
        self._environment, self._context = environment, nodes.EvalContext(environment, name)
        self._modules = INHERITED | {each.target: _path(each) for each in source.find_all(nodes.Import)}
        self._parts = {alias: (path, part) for alias, path, part in _imported_parts(source)}
        self._own = {each.name for each in source.find_all(nodes.Name) if each.ctx != "load"}
        self._own.update(each.name for each in source.find_all(nodes.Macro))

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - as Jinja names it
        """Work the call out if all of it is known."""
        self.generic_visit(node)
        try:
            said = self._called(node)
            return nodes.Const.from_untrusted(said, node.lineno, self._environment)
        except Exception:
            # Whatever is wrong with it, the page says so when it comes to the call, if it ever does.
            return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        """Leave a call that takes a block: what is in the block is of one page."""
        self.generic_visit(node.call)
        node.body = [self.visit(each) for each in node.body]
        return node

    def _called(self, node: nodes.Call) -> Any:
        function = self._function(node.node)
        if not is_constant(function) or node.dyn_args is not None:
            raise nodes.Impossible
        args = [each.as_const(self._context) for each in node.args]
        kwargs = {each.key: each.value.as_const(self._context) for each in node.kwargs}
        if node.dyn_kwargs is not None:
            kwargs.update(node.dyn_kwargs.as_const(self._context))
        if _PassArg.from_obj(function) is _PassArg.eval_context:
            args.insert(0, self._context)
        return function(*args, **kwargs)

    def _function(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return self._part(self._modules.get(node.node.name, ""), node.attr)
        if not isinstance(node, nodes.Name) or node.name in self._own:
            return None
        if node.name in self._parts:
            return self._part(*self._parts[node.name])
        return self._environment.globals.get(node.name)

    def _part(self, path: str, name: str) -> Any:
        return getattr(self._environment.get_template(path).module, name) if path else None


def _imported_parts(source: nodes.Template) -> Iterator[tuple[str, str, str]]:
    for each in source.find_all(nodes.FromImport):
        for name in each.names:
            part, alias = (name, name) if isinstance(name, str) else name
            yield alias, _path(each), part


def _path(node: nodes.Import | nodes.FromImport) -> str:
    """Return where a module is imported from, empty when that, or what is in it, depends on the page."""
    return (
        str(node.template.value) if isinstance(node.template, nodes.Const) and not node.with_context else ""
    )
