# What runs the packs of this module.

_Step = Callable[[_Evaluation], None]


class _Stage:
    """One step of the set: a pack by the architecture, or one pack where its architectures and condition say."""

    def __init__(
        self,
        packs: Optional[Dict[str, str]],
        pack: str = "",
        architectures: Optional[Sequence[str]] = None,
        when: Optional[Callable[[Dict[str, Any]], bool]] = None,
    ) -> None:
        self.packs = packs
        self.pack = pack
        self.architectures = None if architectures is None else frozenset(architectures)
        self.when = when

    def choose(self, document: Dict[str, Any]) -> Optional[str]:
        found = _read(document, "model_config", "architecture")
        architecture = found if isinstance(found, str) else ""
        if self.packs is not None:
            return self.packs.get(architecture)
        if self.architectures is not None and architecture not in self.architectures:
            return None
        return self.pack if self.when is None or self.when(document) else None


def _refused(error: EvaluationError) -> Result:
    return {"ok": False, "document": None, "changes": [], "logs": [], "error": error}


def _run(given: Mapping[str, Any], pack: Optional[str], validate: bool) -> Result:
    _Budget.spent = _Budget.total = 0
    try:
        document = _take(given, [])
        if validate:
            _first_fault(document, _schema(), [])
        _share(given, document)
    except _Refused as refused:
        return _refused(refused.error)
    _Budget.spent = _Budget.total = 0
    e = _Evaluation(_with_shared(given, document), document)
    error: Optional[EvaluationError] = None
    try:
        if pack is not None:
            _STEPS[pack](e)
        else:
            for stage in _STAGES:
                chosen = stage.choose(document)
                if chosen is not None:
                    _STEPS[chosen](e)
    except _Stopped as stopped:
        error = stopped.error
    except _ExpressionError as failed:
        error = {"code": f"fettle/jsonata-{failed.code}", "kind": failed.kind, "message": str(failed), "rule": e.rule}
    except _OperatorError as failed:
        error = {"code": "fettle/operator", "kind": "type", "message": str(failed), "rule": e.rule}
    except _LimitError as failed:
        error = {"code": "fettle/limit", "kind": "limit", "message": str(failed), "rule": e.rule}
    after = document if error is None else None
    return {"ok": error is None, "document": after, "changes": e.changes, "logs": e.logs, "error": error}


def _with_shared(given: Mapping[str, Any], document: Dict[str, Any]) -> Mapping[str, Any]:
    """What was given, with the object that a `$same` names: only the order of its keys is looked at."""
    model = given.get("model_config")
    shared = _shared_path(document.get("model_config"))
    if shared is None or not isinstance(model, Mapping):
        return given
    return {**given, "model_config": {**model, "hf_text_config": _read(dict(model), *shared)}}


def evaluate(document: Mapping[str, Any], *, pack: Optional[str] = None, validate: bool = True) -> Result:
    """Evaluates a config document without modifying it.

    `pack` runs only this pack, even if it does not match. `validate=False` skips the check against the schema. For an
    invalid document or a failing rule, `ok` of the result is false. In the result, hf_text_config may be the same object
    as hf_config or a part of it, which `document_to_json` preserves.

    Raises FettleError if the document is not a mapping, or the module has no such pack.
    """
    if not isinstance(document, Mapping):
        raise FettleError("a config document is a mapping: pass what `json.loads` returns")
    if pack is not None and pack not in _STEPS:
        raise FettleError(f"unknown pack `{pack}`; packs: {', '.join(_STEPS)}")
    with _lock:
        try:
            return _run(document, pack, validate)
        except RecursionError:
            pass
        # Documents nested as deep as the engine allows need more room than Python gives.
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(usual + 50_000)
        try:
            return _run(document, pack, validate)
        finally:
            sys.setrecursionlimit(usual)
