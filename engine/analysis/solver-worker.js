// The solver in a thread of its own: a fault inside it can stop its clock and keep a thread busy for ever, so that only
// ending the thread helps. Plain JavaScript, since a thread starts from a file, from source and from a build alike.
import { workerData } from "node:worker_threads";
import { init } from "z3-solver";

const { Context, Z3, setParam } = await init({ printErr: () => undefined });
setParam("memory_max_size", workerData.megabytes);
const context = new Context("fettle");

/**
 * Asks one question in SMT-LIB; `read` matches the constants that are read from a model.
 * @param {{ text: string, read: RegExp, milliseconds: number }} question
 * @returns {Promise<{ result: "sat" | "unsat" | "unknown", reason: string, values: ReadonlyMap<string, string> }>}
 */
export default async function solve({ text, read, milliseconds }) {
  const solver = new context.Solver(Z3.mk_simple_solver(context.ptr));
  try {
    solver.set("timeout", milliseconds);
    solver.fromString(text);
    const result = await solver.check();
    const values = new Map();
    if (result === "sat") {
      const model = solver.model();
      for (const declaration of model.decls()) {
        const name = String(declaration.name());
        if (declaration.arity() === 0 && read.test(name)) values.set(name, model.get(declaration).sexpr());
      }
      model.release?.();
    }
    return { result, reason: result === "unknown" ? String(solver.reasonUnknown()) : "", values };
  } finally {
    solver.release();
  }
}
