/**
 * Shell scripts that call `fettle completion words`, which prints one candidate on each line, with a tab before its
 * description.
 */
export const completionScripts = {
  bash: `# completion of fettle in bash 3.2 and later: source <(fettle completion bash)
_fettle() {
  local line current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  [ "$current" = "=" ] && current=""
  while IFS= read -r line; do
    case "$line" in
      :file | :folder)
        type compopt > /dev/null 2>&1 && compopt -o filenames 2> /dev/null
        local places=-f; [ "$line" = :folder ] && places=-d
        local IFS=$'\\n'
        COMPREPLY+=($(compgen "$places" -- "$current"))
        ;;
      *.$'\\t'* | *.)
        type compopt > /dev/null 2>&1 && compopt -o nospace 2> /dev/null
        COMPREPLY+=("\${line%%$'\\t'*}")
        ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
  return 0
}
complete -F _fettle fettle
`,
  zsh: `#compdef fettle
# completion of fettle in zsh, to be read after compinit: source <(fettle completion zsh)
_fettle() {
  local line value places=""
  local -a found partial
  while IFS= read -r line; do
    value="\${line%%$'\\t'*}"
    case "$line" in
      :file | :folder) places="$line" ;;
      *)
        if [[ "$value" == *. ]]; then partial+=("$value")
        elif [[ "$line" == *$'\\t'* ]]; then found+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
        else found+=("\${value//:/\\\\:}")
        fi
        ;;
    esac
  done < <("\${words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2> /dev/null)
  (( $#found )) && _describe -t values value found
  (( $#partial )) && compadd -S '' -- "\${partial[@]}"
  [[ "$places" == :file ]] && _files
  [[ "$places" == :folder ]] && _files -/
  return 0
}
compdef _fettle fettle
`,
  fish: `# completion of fettle in fish: fettle completion fish | source
function __fettle_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in ($program completion words -- $words "$current" 2> /dev/null)
        switch $line
            case :file
                __fish_complete_path "$current"
            case :folder
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c fettle -f -a "(__fettle_complete)"
`,
} as const;
