/**
 * A small AMD loader: runs a plugin's `module.js` from a script tag, as Grafana does, and gives it the shared modules it
 * names. `exports` and `module` are the pseudo dependencies of AMD; create-plugin's bundles read `module.uri` to find
 * their chunks.
 */
import { loadShared } from './sharedModules';

type Factory = (...dependencies: unknown[]) => unknown;

interface Definition {
  dependencies: string[];
  factory: Factory;
}

const definitions = new Map<string, Definition>();
const modules = new Map<string, Promise<object>>();

function define(...args: unknown[]): void {
  const factory = args.pop();
  const dependencies = args.pop();
  const script = document.currentScript;
  if (typeof factory !== 'function' || !(script instanceof HTMLScriptElement)) {
    throw new Error('define() needs a factory and has to be called by a script while it runs');
  }
  definitions.set(script.src, {
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    factory: (...values) => Reflect.apply(factory, undefined, values),
  });
}
const globals: Window & { define?: typeof define } = window;
let loading = 0;

/**
 * `define` is global only while modules are loading: other scripts (axe among them) take its presence as a sign that
 * they are loaded as AMD modules, too.
 */
function whileDefinable<T>(run: Promise<T>): Promise<T> {
  return run.finally(() => {
    loading -= 1;
    if (loading === 0) {
      delete globals.define;
    }
  });
}

/** Loads a module once; rejects when the script is missing, is no AMD module or throws. */
export function loadModule(path: string): Promise<object> {
  const uri = new URL(path, window.location.origin).href;
  let module = modules.get(uri);
  if (!module) {
    loading += 1;
    globals.define = Object.assign(define, { amd: {} });
    module = whileDefinable(runScript(uri)).then(() => instantiate(uri));
    modules.set(uri, module);
  }
  return module;
}

function runScript(uri: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = uri;
    script.async = true;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${uri} could not be loaded`));
    document.head.append(script);
  });
}

async function instantiate(uri: string): Promise<object> {
  const definition = definitions.get(uri);
  if (!definition) {
    throw new Error(`${uri} is not an AMD module: it did not call define()`);
  }
  const exported = {};
  const values = await Promise.all(
    definition.dependencies.map((id) => {
      if (id === 'exports') {
        return exported;
      }
      return id === 'module' ? { uri, id: uri } : loadShared(id);
    })
  );
  const result = definition.factory(...values);
  return typeof result === 'object' && result !== null ? result : exported;
}
