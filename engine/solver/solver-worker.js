// The solver in a thread of its own: a fault inside it can stop its clock and keep a thread busy for ever, so that only
// ending the thread helps. Plain JavaScript, since a thread starts from a file, from source and from a build alike.
import { workerData } from "node:worker_threads";
import { init } from "z3-solver";

const { Z3, setParam } = await init({ printErr: () => undefined });
setParam("memory_max_size", workerData.megabytes);

/**
 * Asks one question in SMT-LIB; `read` matches the constants that are read from a model. A context of its own keeps
 * what was asked before from having a part in the answer, and in its time.
 * @param {{ text: string, read: RegExp, milliseconds: number, effort: number, arithmetic: number }} question
 * @returns {Promise<{ result: "sat" | "unsat" | "unknown", reason: string, values: ReadonlyMap<string, string> }>}
 */
export default async function solve({ text, read, milliseconds, effort, arithmetic }) {
  const config = Z3.mk_config();
  const context = Z3.mk_context_rc(config);
  Z3.del_config(config);
  const solver = Z3.mk_simple_solver(context);
  Z3.solver_inc_ref(context, solver);
  const limits = Z3.mk_params(context);
  Z3.params_inc_ref(context, limits);
  Z3.params_set_uint(context, limits, Z3.mk_string_symbol(context, "timeout"), milliseconds);
  Z3.params_set_uint(context, limits, Z3.mk_string_symbol(context, "rlimit"), effort);
  Z3.params_set_uint(context, limits, Z3.mk_string_symbol(context, "arith.solver"), arithmetic);
  Z3.solver_set_params(context, solver, limits);
  Z3.params_dec_ref(context, limits);
  Z3.solver_from_string(context, solver, text);
  const fault = Z3.get_error_code(context);
  if (fault !== 0) throw new Error(Z3.get_error_msg(context, fault));
  const answer = await Z3.solver_check(context, solver);
  const found = {
    result: answer === 0 ? "unknown" : answer === 1 ? "sat" : "unsat",
    reason: answer === 0 ? Z3.solver_get_reason_unknown(context, solver) : "",
    values: answer === 1 ? readModel(context, Z3.solver_get_model(context, solver), read) : new Map(),
  };
  Z3.solver_dec_ref(context, solver);
  Z3.del_context(context);
  return found;
}

/** @param {RegExp} read */
function readModel(context, model, read) {
  Z3.model_inc_ref(context, model);
  const values = new Map();
  const count = Z3.model_get_num_consts(context, model);
  for (let index = 0; index < count; index++) {
    const declaration = Z3.model_get_const_decl(context, model, index);
    const name = Z3.get_symbol_string(context, Z3.get_decl_name(context, declaration));
    if (read.test(name))
      values.set(name, Z3.ast_to_string(context, Z3.model_get_const_interp(context, model, declaration)));
  }
  Z3.model_dec_ref(context, model);
  return values;
}
