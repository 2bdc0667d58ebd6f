// The scripts of completion, each in the language of its shell.
#include <array>

#include "cli/options/completion.h"

namespace gpupeak::cli {
namespace {

// bash splits words at = and : too, and replaces only what follows the last of them; so the words are taken from the
// line itself, and what bash keeps is cut off again.
constexpr std::string_view bash = R"sh(# Completion of gpupeak for bash: source <(gpupeak completion bash)
_gpupeak() {
  local word text typed kept='' quoted=1 breaks=${COMP_WORDBREAKS//[^=:]/}
  local -a words
  read -ra words <<< "${COMP_LINE:0:COMP_POINT}"
  [[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=('')
  typed=${words[-1]}
  [[ -n $breaks && $typed == *[$breaks]* ]] && kept=${typed%"${typed##*[$breaks]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r word text; do
    case $word in
      :files | :folders)
        quoted=''
        compopt -o filenames
        [[ $word == :files ]] && text=-f || text=-d
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$text" -- "${typed#"$kept"}")
        ;;
      *)
        word=${word#"$kept"}
        [[ -n $quoted && $word == *[[:space:]]* ]] && printf -v word %q "$word"
        COMPREPLY+=("$word")
        ;;
    esac
  done < <("${1/#\~/$HOME}" completion words -- "${words[@]:1}" 2> /dev/null)
  [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace
  return 0
}
complete -F _gpupeak gpupeak
)sh";

constexpr std::string_view zsh = R"sh(#compdef gpupeak
# Completion of gpupeak for zsh: source <(gpupeak completion zsh), or a file _gpupeak in a folder of $fpath
_gpupeak() {
  local line word
  local -a done open
  for line in "${(@f)$($words[1] completion words -- "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2> /dev/null)}"; do
    word=${line%%$'\t'*}
    case $word in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      *[=/]) open+=("${word//:/\\:}:${line#*$'\t'}") ;;
      *) done+=("${word//:/\\:}:${line#*$'\t'}") ;;
    esac
  done
  (( $#open )) && _describe gpupeak open -S ''
  (( $#done )) && _describe gpupeak done
  return 0
}
if [[ $funcstack[1] == _gpupeak ]]; then _gpupeak "$@"; else compdef _gpupeak gpupeak; fi
)sh";

constexpr std::string_view fish = R"sh(# Completion of gpupeak for fish: gpupeak completion fish | source
function __gpupeak_words
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] completion words -- $words[2..-1] 2>/dev/null)
        switch $line
            case ':files*'
                __fish_complete_path (commandline -ct)
            case ':folders*'
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c gpupeak -f -a '(__gpupeak_words)'
)sh";

constexpr std::array shell_scripts_table{
    ShellScript{"bash", bash},
    ShellScript{"zsh", zsh},
    ShellScript{"fish", fish},
};

}  // namespace

std::span<const ShellScript> shell_scripts() { return shell_scripts_table; }

}  // namespace gpupeak::cli
