"""Tests of the oracle on a made-up release: no download, no source of vLLM."""
import os
import tempfile
import unittest
from pathlib import Path

import releases
from compare import changes, compare
from documents import to_json, to_objects
from domains import ABSENT, DOMAINS
from generate import PAIRS, choices, document
from handlers import Release, kind_of, normalize

HANDLERS = '''
from vllm.logger import init_logger
logger = init_logger(__name__)

class VerifyAndUpdateConfig:
    @staticmethod
    def verify_and_update_config(vllm_config): return
    @staticmethod
    def verify_and_update_model_config(model_config): return

class Base(VerifyAndUpdateConfig):
    @classmethod
    def verify_and_update_config(cls, vllm_config):
        """{documentation}"""
        from vllm.platforms import current_platform
        if current_platform.is_cuda() and vllm_config.cache_config.block_size is None:
            vllm_config.cache_config.block_size = {size}
            logger.info_once("{words} %d", vllm_config.cache_config.block_size)
        assert vllm_config.model_config.hf_config.get_text_config().layers > 0, "{words}"

class Derived(Base):
    pass

MODELS_CONFIG_MAP = {table}
'''
MODEL = '''
_SUFFIX_TO_DEFAULTS = [("ForCausalLM", ("generate", "none")), ("ForSequenceClassification", ("pooling", "classify"))]
def iter_architecture_defaults():
    yield from _SUFFIX_TO_DEFAULTS
def try_match_architecture_defaults(architecture, *, runner_type=None, convert_type=None):
    for suffix, (runner, convert) in iter_architecture_defaults():
        if (runner_type is None or runner_type == runner) and (convert_type is None or convert_type == convert) and architecture.endswith(suffix):
            return suffix, (runner, convert)
def _get_and_verify_max_len(): pass
class ModelConfig:
    def _try_verify_and_update_model_config(self): pass
    def get_and_verify_max_len(self, length): return length
'''
REGISTRY = '''
MODELS = {"LlamaForCausalLM": 1}
class Registry:
    def _normalize_arch(self, architecture, model_config):
        if architecture in self.models: return architecture
        match = try_match_architecture_defaults(architecture, runner_type=model_config.runner_type, convert_type=model_config.convert_type)
        for suffix, _ in iter_architecture_defaults() if match else ():
            if architecture.replace(match[0], suffix) in self.models: return architecture.replace(match[0], suffix)
        return architecture
'''
ENUMS = "class AttentionBackendEnum:\n    FLASH_ATTN = 'x'\n"
COMPILATION = "class CompilationMode:\n    NONE = 0\nclass CUDAGraphMode:\n    FULL = 2\n"


def write_release(version, size, table, documentation="about", words="becomes"):
    parts = {
        releases.HANDLERS: HANDLERS.format(size=size, table=table, documentation=documentation, words=words),
        "config/model.py": MODEL, "model_executor/models/registry.py": REGISTRY, "config/compilation.py": COMPILATION,
        "config/vllm.py": "class V:\n    def try_verify_and_update_config(self): pass\n", "config/parallel.py": "", "config/scheduler.py": "",
        "model_executor/models/adapters.py": "SEQ_CLS_LOAD_METHODS = {'a': 1}\nclass SequenceClassificationConfig: pass\n", "v1/attention/backends/registry.py": ENUMS,
    }
    for path, text in parts.items():
        file = releases.cache() / version / "vllm" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


class OracleTest(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.before = os.environ.get("XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = self.scratch.name
        releases.tree.cache_clear()
        write_release("0.9.0", 16, '{"A": Base}')
        write_release("0.10.0", 16, '{"A": Derived}', "other documentation", "other words")
        write_release("0.11.0", 32, '{"A": Derived, "B": Base}')

    def tearDown(self):
        if self.before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = self.before
        self.scratch.cleanup()

    def run_base(self, version, platform="cuda", **text):
        given = {"model_config": {"hf_config": {"x": 1}, "hf_text_config": text}, "cache_config": {"block_size": None}, "environment": {"platform": platform}}
        return Release(version).run_hook("Base", "vllm_config", given, None)

    def test_releases_stand_in_order_of_their_numbers(self):
        self.assertEqual(releases.cached(), ["0.9.0", "0.10.0", "0.11.0"])

    def test_words_and_documentation_are_no_behavior_but_numbers_are(self):
        self.assertEqual(releases.behavior("0.9.0", "Base"), releases.behavior("0.10.0", "Base"))
        self.assertNotEqual(releases.behavior("0.10.0", "Base"), releases.behavior("0.11.0", "Base"))
        self.assertNotEqual(releases.behavior("0.10.0", "Derived"), releases.behavior("0.11.0", "Derived"), "a base counts")

    def test_hooks_of_bases_count(self):
        self.assertEqual(releases.hooks("0.9.0", "Derived"), ["vllm_config"])

    def test_compare_names_handlers_and_architectures(self):
        found = compare("0.9.0", "0.11.0")
        self.assertIn("changed Base", found)
        self.assertIn("changed A: Base → Derived", found)
        self.assertIn("new     B: none → Base", found)
        self.assertEqual(compare("0.9.0", "0.9.0").count("no change"), 3)
        self.assertEqual(changes({"a": 1}, {}), ["  gone    a"])

    def test_a_handler_runs_with_stand_ins(self):
        found = self.run_base("0.11.0", layers=2)
        self.assertEqual(found["document"]["cache_config"], {"block_size": 32})
        self.assertEqual(found["logs"], [{"level": "info", "args": [32]}])
        self.assertIsNone(found["error"])
        self.assertEqual(self.run_base("0.11.0", platform="rocm", layers=2)["logs"], [])

    def test_errors_have_a_kind(self):
        self.assertEqual(self.run_base("0.9.0", layers=0)["error"], {"kind": "assertion", "class": "AssertionError"})
        self.assertEqual(self.run_base("0.9.0")["error"], {"kind": "missing", "class": "AttributeError"})
        self.assertEqual([kind_of(error) for error in (KeyError(), ValueError(), NotImplementedError(), TypeError("x"))], ["missing", "value", "value", "type"])

    def test_architectures_without_a_class_stand_for_others(self):
        model = type("Model", (), {"runner_type": "pooling", "convert_type": "classify"})()
        self.assertEqual(normalize("0.9.0", "LlamaForSequenceClassification", model), "LlamaForCausalLM")
        self.assertEqual(normalize("0.9.0", "OtherForSequenceClassification", model), "OtherForSequenceClassification")

    def test_documents_survive_the_way_there_and_back(self):
        given = {"model_config": {"hf_config": {"rope_parameters": {"a": 1}, "text_config": {"b": None}}, "hf_text_config": {"b": None}}, "attention_config": {"backend": "FLASH_ATTN"}}
        whole = to_objects(given, Release("0.9.0"), "hf_config.text_config")
        self.assertIs(whole.model_config.hf_text_config, whole.model_config.hf_config.text_config)
        self.assertIs(whole.model_config.hf_config.get_text_config(), whole.model_config.hf_text_config)
        self.assertEqual(to_json(whole), given)


class GenerateTest(unittest.TestCase):
    def test_few_combinations_are_all_there(self):
        self.assertEqual(choices({"a": [1, 2], "b": [3, ABSENT]}), [{"a": 1, "b": 3}, {"a": 1, "b": ABSENT}, {"a": 2, "b": 3}, {"a": 2, "b": ABSENT}])

    def test_of_many_each_value_is_there_and_the_same_each_time(self):
        for domain in DOMAINS.values():
            found = choices(domain)
            self.assertEqual(found, choices(domain))
            self.assertLess(len(found), PAIRS + 300)
            for field, values in domain.items():
                for value in values:
                    self.assertTrue(any(choice[field] is value or choice[field] == value for choice in found))

    def test_absent_and_null_differ(self):
        given, _ = document({"cache_config.a": ABSENT, "cache_config.b": None}, "X")
        self.assertEqual(given["cache_config"], {"b": None})


if __name__ == "__main__":
    unittest.main()
