namespace MlOps.Providers.Local;

/// <summary>
/// The few lines of POSIX shell that run one instance: they write down who they are, run the program with its output going straight to the log
/// files, and write down how it ended. That costs the job nothing, starts it in milliseconds, and needs none of our processes to live on.
/// </summary>
internal static class InstanceScript
{
    // $1 instance folder, $2 working directory, then the program and its arguments.
    // The traps keep a signal to the whole session from ending the script before it has written the exit code;
    // they are handlers, not "ignore", so that the program starts with every signal at its default.
    // "exec" runs the program and never a shell builtin of the same name.
    private const string Text = """
        trap : HUP INT QUIT TERM
        dir=$1 cwd=$2
        shift 2
        started() { shift 19; start=$1; }
        if [ -r /proc/$$/stat ]; then
          read -r stat </proc/$$/stat
          started ${stat##*) }
          read -r boot </proc/sys/kernel/random/boot_id
        else
          start=$(ps -o lstart= -p $$) boot=$(sysctl -n kern.bootsessionuuid)
        fi
        printf '%s\n' $$ "$start" "$boot" >"$dir/process" || exit
        cd "$cwd" 2>>"$dir/stderr.log" &&
        /bin/sh -c 'echo $$ >"$0/pid"; exec "$@"' "$dir" "$@" </dev/null >>"$dir/stdout.log" 2>>"$dir/stderr.log"
        echo $? >"$dir/exit"
        """;

    public static IReadOnlyList<string> Arguments(InstanceFolder folder, string workingDirectory, IReadOnlyList<string> program) =>
        ["/bin/sh", "-c", Text, "mlops-job", folder.Path, workingDirectory, .. program];
}
