"""The installed package, without a Node on PATH: run by scripts/python/check.py in a clean virtual environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

import fettle_vllm
from fettle_vllm import FettleError
from fettle_vllm._packs import _known_release
from fettle_vllm._process import process

GEMMA = {"architectures": ["Gemma4ForCausalLM"], "model_type": "gemma4", "head_dim": 256, "global_head_dim": 512}
DOCUMENT = {
    "model_config": {"architecture": "Gemma4ForCausalLM", "hf_text_config": {"head_dim": 256, "global_head_dim": 512}},
    "attention_config": {"backend": None},
}


class TestPackage(unittest.TestCase):
    def test_evaluate_gives_the_ledger(self) -> None:
        result = fettle_vllm.evaluate(DOCUMENT, target="0.19.0", set="vllm")
        self.assertTrue(result["ok"])
        (change,) = result["changes"]
        self.assertEqual(change["rule"], "vllm/gemma4/force-triton")
        self.assertEqual((change["before"], change["after"]), (None, "TRITON_ATTN"))

    def test_a_wrong_document_is_a_result(self) -> None:
        result = fettle_vllm.evaluate({"model_config": {"dtype": 3}})
        error = result["error"]
        self.assertIsNotNone(error)
        self.assertEqual((result["ok"], error and error["code"]), (False, "fettle/document-type"))

    def test_what_cannot_be_done_is_an_error_with_diagnostics(self) -> None:
        with self.assertRaises(FettleError) as caught:
            fettle_vllm.evaluate(DOCUMENT, pack="vllm/gemma")
        (found,) = caught.exception.diagnostics
        self.assertEqual(found["code"], "unknown-pack")
        with self.assertRaises(FettleError) as caught:
            fettle_vllm.resolve("/nowhere/at/all")
        self.assertEqual([entry["severity"] for entry in caught.exception.diagnostics], ["error"])
        with self.assertRaises(ValueError):
            fettle_vllm.evaluate({"model_config": {"hf_config": {"x": float("nan")}}})

    def test_resolve_takes_a_folder_and_flags(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            import json

            Path(folder, "config.json").write_text(json.dumps({**GEMMA, "max_position_embeddings": 8192}))
            resolution = fettle_vllm.resolve(folder, ["--max-model-len", "4k"], target="0.33")
        self.assertEqual(resolution["target"].split("@")[0], "vllm")
        document = resolution["document"] or {}
        self.assertEqual(document["model_config"]["max_model_len"], 4000)

    def test_audit_reports_violations_and_what_does_not_start(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder, "serve.sh")
            script.write_text("vllm serve acme/m --trust-remote-code --api-key k\nvllm serve acme/n --no-such-flag\n")
            audit = fettle_vllm.audit(folder, policies=["policies/serving"], target="0.33")
            with self.assertRaises(FettleError) as caught:
                fettle_vllm.audit([script], policies=["policies/servin"])
        first, second = audit["deployments"]
        violated = [outcome["rule"] for outcome in first["outcomes"] if outcome["verdict"] == "violated"]
        self.assertEqual(violated, ["policies/serving/trusts-remote-code"])
        self.assertEqual([fault["code"] for fault in second["launch"]], ["unknown-flag"])
        self.assertFalse(audit["ok"])
        self.assertEqual([found["code"] for found in caught.exception.diagnostics], ["unknown-pack"])

    def test_packs_are_built_for_the_newest_known_release_before_the_one_that_runs(self) -> None:
        running = ["0.19.7", "0.33.0", "0.33.1.dev3+gabc", "99.0", "0.1.0", "dev"]
        self.assertEqual(
            [_known_release(version) for version in running], ["0.19.1", "0.33.0", "0.33.0", "0.33.0", "0.17.0", "0.33.0"]
        )

    def test_a_process_that_died_is_started_again(self) -> None:
        fettle_vllm.evaluate(DOCUMENT)
        child = process._process
        assert child is not None
        os.kill(child.pid, signal.SIGTERM)
        child.wait()
        self.assertTrue(fettle_vllm.evaluate(DOCUMENT)["ok"])
        self.assertNotEqual(process._process and process._process.pid, child.pid)

    def test_threads_share_the_process(self) -> None:
        found: list[int] = []

        def ask(length: int) -> None:
            result = fettle_vllm.evaluate({"model_config": {"max_model_len": length}})
            found.append((result["document"] or {})["model_config"]["max_model_len"] - length)

        threads = [threading.Thread(target=ask, args=(length,)) for length in range(1, 33)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [0] * 32)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_the_child_of_a_fork_has_a_process_of_its_own(self) -> None:
        fettle_vllm.evaluate(DOCUMENT)
        child = os.fork()
        if child == 0:
            os._exit(0 if fettle_vllm.evaluate(DOCUMENT)["ok"] else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertTrue(fettle_vllm.evaluate(DOCUMENT)["ok"])

    def test_the_process_ends_with_the_program(self) -> None:
        code = (
            "import fettle_vllm, fettle_vllm._process as p\n"
            "fettle_vllm.evaluate({})\n"
            "print(p.process._process.pid)\n"
        )
        pid = int(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout)
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)

    def test_the_command_line_answers_and_gives_its_exit_code(self) -> None:
        command = [str(Path(sys.executable).with_name("fettle")), "resolve", "/nowhere/at/all"]
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("/nowhere/at/all", ran.stderr)
        command = [sys.executable, "-m", "fettle_vllm", "prove", "vllm/gemma4", "--time", "20"]
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((ran.returncode, ran.stdout.count("vllm/gemma4") > 0), (0, True), ran.stderr)


if __name__ == "__main__":
    unittest.main()
