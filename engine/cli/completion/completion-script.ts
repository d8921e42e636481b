import { sharedOptions } from "../args/shared-options.js";
import type { CompletedOption, CompletionTable } from "./completion-table.js";

/** A script for bash 3.2 and later. */
export function bashScript(table: CompletionTable): string {
  const names = table.map(({ name }) => name).join(" ");
  const withValue = sharedOptions.filter(({ flags }) => flags.includes("<")).map(({ flags }) => flags.split(" ")[0]);
  const cases = table.map(({ name, options }) => {
    const values = options.flatMap((option) => valueCase(option)).map((line) => `        ${line}`);
    return [
      `    ${name})`,
      '      case "$previous" in',
      ...values,
      "      esac",
      `      words="${options.map((option) => option.name).join(" ")}"`,
      "      ;;",
    ].join("\n");
  });
  return `# completion of fettle in bash: source <(fettle completion bash)
_fettle() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" words="" word before=""
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$before:$word" in
      *:--) return 0 ;;
      ${withValue.map((name) => `${name}:*`).join(" | ")} | *:-*) ;;
      *) command="\${command:-$word}" ;;
    esac
    before="$word"
  done
  case "$command" in
${cases.join("\n")}
  esac
  case "$command" in
    "") words="${names} --help --version" ;;
    completion) words="bash zsh $words" ;;
    help) words="${names}" ;;
  esac
  if [[ "$current" == -* || -z "$command" || "$command" == completion || "$command" == help ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
  return 0
}
complete -o filenames -F _fettle fettle
`;
}

/** The branch that completes the value of an option. */
function valueCase({ name, value }: CompletedOption): readonly string[] {
  if (value === null) return [];
  if ("words" in value)
    return [`${name}) COMPREPLY=($(compgen -W "${value.words.join(" ")}" -- "$current")); return 0 ;;`];
  const flag = { file: "-f", folder: "-d", any: null }[value.kind];
  return [`${name}) ${flag === null ? "" : `COMPREPLY=($(compgen ${flag} -- "$current")); `}return 0 ;;`];
}

/** A script for zsh, to be read after compinit. */
export function zshScript(table: CompletionTable): string {
  const rows = table.map(({ name, summary }) => `    '${quote(`${name}:${summary}`)}'`);
  const cases = table.map(({ name, options }) => {
    const specs = options.map((option) => `        '${quote(zshOption(option))}'`);
    const rest = name === "completion" ? "'1:shell:(bash zsh)'" : "'*:file:_files'";
    return `      ${name}) _arguments \\\n${specs.join(" \\\n")} \\\n        ${rest} ;;`;
  });
  return `#compdef fettle
# completion of fettle in zsh: source <(fettle completion zsh)
_fettle() {
  local -a commands
  commands=(
${rows.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
  else
    local command="\${words[2]}"
    shift words
    (( CURRENT-- ))
    case "$command" in
${cases.join("\n")}
    esac
  fi
}
compdef _fettle fettle
`;
}

function zshOption({ name, value }: CompletedOption): string {
  if (value === null) return name;
  if ("words" in value) return `${name}:value:(${value.words.join(" ")})`;
  return `${name}:value:${{ file: "_files", folder: "_files -/", any: " " }[value.kind]}`;
}

function quote(text: string): string {
  return text.replaceAll("'", `'\\''`);
}
