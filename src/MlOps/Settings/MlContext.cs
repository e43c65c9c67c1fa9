namespace MlOps;

/// <summary>The settings in force. A session value beats the environment, that beats the saved file, that beats the vendors' own configuration.</summary>
public sealed class MlContext
{
    private readonly IReadOnlyDictionary<string, string> _session;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _saved;
    private readonly string _savedPath;

    /// <summary>Makes a context.</summary>
    /// <param name="settings">The settings that there are.</param>
    /// <param name="session">What was set for this session.</param>
    /// <param name="savedPath">The file of saved values; it is read when a value is first asked for.</param>
    public MlContext(IReadOnlyList<ContextSetting> settings, IReadOnlyDictionary<string, string> session, string savedPath)
    {
        Settings = settings;
        _session = session;
        _savedPath = savedPath;
        _saved = new(() => SavedContext.Read(savedPath));
    }

    /// <summary>The setting that names the default provider.</summary>
    public static ContextSetting DefaultProvider { get; } = new("DefaultProvider", "The provider that is used when -Provider is not given", ["MLOPS_DEFAULT_PROVIDER"], Default: "Local");

    /// <summary>The settings that there are, in the order in which they are shown.</summary>
    public IReadOnlyList<ContextSetting> Settings { get; }

    /// <summary>The value of a setting.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value, or <see langword="null"/> when nothing gives one that can be used.</returns>
    public string? this[string name] => Get(name).Value;

    /// <summary>Every setting with its value and source, in order.</summary>
    /// <returns>The values.</returns>
    public IEnumerable<MlContextValue> GetAll() => Settings.Select(Resolve);

    /// <summary>One setting with its value and source.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MlOpsException">There is no such setting, or the saved file is damaged.</exception>
    public MlContextValue Get(string name) => Resolve(
        Settings.FirstOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new MlOpsException(ErrorCode.InvalidArgument, $"There is no setting '{name}'.", "Get-MlContext lists the settings.", name));

    private MlContextValue Resolve(ContextSetting setting)
    {
        var found = Find(setting);

        // A bad value hides what a later place says: to use another region than the one that was asked for would be worse than to use none.
        return found.Value is { } value && setting.FindProblem(value) is { Length: > 0 } problem
            ? found with { Value = null, Problem = $"{found.SourceDetail}: {problem}" }
            : found;
    }

    private MlContextValue Find(ContextSetting setting)
    {
        var nothing = new MlContextValue { Name = setting.Name, Description = setting.Description };
        if (_session.TryGetValue(setting.Name, out var session))
        {
            return nothing with { Value = session, Source = ContextSource.Session, SourceDetail = "Set-MlContext -Scope Session" };
        }

        foreach (var variable in setting.EnvironmentVariables)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } fromEnvironment)
            {
                return nothing with { Value = fromEnvironment, Source = ContextSource.Environment, SourceDetail = variable };
            }
        }

        if (_saved.Value.TryGetValue(setting.Name, out var saved))
        {
            return nothing with { Value = saved, Source = ContextSource.User, SourceDetail = _savedPath };
        }

        try
        {
            if (setting.ReadVendorConfiguration?.Invoke(this) is { } vendor)
            {
                return nothing with { Value = vendor.Value, Source = ContextSource.Vendor, SourceDetail = vendor.Source };
            }
        }
        catch (MlOpsException e)
        {
            // Another tool's damaged file must not stop the work with the other providers.
            return nothing with { Source = ContextSource.Vendor, Problem = e.Message };
        }

        return setting.Default is { } value ? nothing with { Value = value, Source = ContextSource.Default } : nothing;
    }
}
