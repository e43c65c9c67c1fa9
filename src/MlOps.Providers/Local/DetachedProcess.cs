using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MlOps.Providers.Local;

/// <summary>Starts processes that belong to no terminal and outlive this one: in a session of their own, with nothing open, every signal at its default. <see cref="System.Diagnostics.Process"/> leaves a child in our session, where the terminal's end would end it too.</summary>
internal static unsafe partial class DetachedProcess
{
    // glibc's and musl's opaque types are at most 336 bytes, macOS's are pointers.
    private const int OpaqueSize = 512;

    // spawn.h: glibc and musl, macOS.
    private static readonly short s_setSession = OperatingSystem.IsMacOS() ? (short)0x0400 : (short)0x80;
    private const short SetSignalMask = 0x08;
    private const short SetSignalDefault = 0x04;

    private static readonly List<int> s_children = [];

    /// <summary>A copy of this process's environment, to start one from that differs a little.</summary>
    public static Dictionary<string, string> InheritedEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

    /// <summary>Starts a program.</summary>
    /// <param name="arguments">The program's full path and its arguments.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static void Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        CollectEnded();
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        var signals = stackalloc byte[OpaqueSize];
        Check(InitializeActions(actions));
        Check(InitializeAttributes(attributes));
        var argv = ToNative(arguments);
        var envp = ToNative([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        try
        {
            for (var descriptor = 0; descriptor <= 2; descriptor++)
            {
                const int readWrite = 2;
                Check(AddOpen(actions, descriptor, "/dev/null", readWrite, 0));
            }

            // The runtime ignores SIGPIPE, and an ignored signal stays ignored in every descendant.
            _ = FillSignals(signals);
            Check(SetDefaultSignals(attributes, signals));
            _ = EmptySignals(signals);
            Check(SetMaskedSignals(attributes, signals));
            Check(SetFlags(attributes, (short)(s_setSession | SetSignalDefault | SetSignalMask)));
            Check(Spawn(out var id, arguments[0], actions, attributes, argv, envp));
            lock (s_children)
            {
                s_children.Add(id);
            }
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
            Free(argv);
            Free(envp);
        }
    }

    /// <summary>Takes the exit codes of those that have ended: until then the system keeps an entry for each.</summary>
    private static void CollectEnded()
    {
        const int doNotWait = 1;
        lock (s_children)
        {
            s_children.RemoveAll(id => WaitFor(id, out _, doNotWait) != 0);
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private static byte** ToNative(IReadOnlyList<string> texts)
    {
        var native = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            native[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        return native;
    }

    private static void Free(byte** native)
    {
        for (var text = native; *text != null; text++)
        {
            Marshal.FreeCoTaskMem((nint)(*text));
        }

        NativeMemory.Free(native);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int pid, string path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitializeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitializeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMaskedSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitFor(int pid, out int status, int options);
}
