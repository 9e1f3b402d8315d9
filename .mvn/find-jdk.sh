# Sourced by ./mvnw and ./yoso4j: sets JAVA_HOME to a JDK of at least version 25, or leaves it alone and returns 1.
# Looks at YOSO4J_JAVA_HOME, JAVA_HOME, every JAVA_HOME_25_*, the java on the PATH, then the usual install folders.

yoso4j_jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
}

yoso4j_try_jdk() {
  [ -n "$1" ] || return 1
  major=$(yoso4j_jdk_major "$1")
  [ "${major:-0}" -ge 25 ] 2>/dev/null || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

yoso4j_find_jdk() {
  yoso4j_try_jdk "${YOSO4J_JAVA_HOME:-}" && return 0
  yoso4j_try_jdk "${JAVA_HOME:-}" && return 0
  for candidate in "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" "${JDK25_HOME:-}"; do
    yoso4j_try_jdk "$candidate" && return 0
  done
  on_path=$(command -v javac 2>/dev/null) && {
    while [ -L "$on_path" ]; do
      link=$(readlink "$on_path")
      case $link in
        /*) on_path=$link ;;
        *) on_path=$(dirname "$on_path")/$link ;;
      esac
    done
    yoso4j_try_jdk "$(dirname "$(dirname "$on_path")")" && return 0
  }
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "/c/Program Files/Eclipse Adoptium"/* "/c/Program Files/Java"/*; do
    yoso4j_try_jdk "$candidate" && return 0
  done
  return 1
}
