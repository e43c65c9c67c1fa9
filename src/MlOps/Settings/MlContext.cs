namespace MlOps;

/// <summary>The settings in force. A session value beats the environment, that beats the saved file, that beats the vendors' own configuration.</summary>
public sealed class MlContext
{
    private readonly IReadOnlyList<ContextSetting> _settings;
    private readonly IReadOnlyDictionary<string, string> _session;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _saved;
    private readonly string _savedPath;

    /// <summary>Makes a context.</summary>
    /// <param name="settings">The settings that there are.</param>
    /// <param name="session">What was set for this session.</param>
    /// <param name="savedPath">The file of saved values; it is read when a value is first asked for.</param>
    public MlContext(IReadOnlyList<ContextSetting> settings, IReadOnlyDictionary<string, string> session, string savedPath)
    {
        _settings = settings;
        _session = session;
        _savedPath = savedPath;
        _saved = new(() => SavedContext.Read(savedPath));
    }

    /// <summary>The setting that names the default provider.</summary>
    public static ContextSetting DefaultProvider { get; } = new("DefaultProvider", "The provider that is used when -Provider is not given", ["MLOPS_DEFAULT_PROVIDER"], Default: "Local");

    /// <summary>The value of a setting.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value, or <see langword="null"/> when nothing gives one.</returns>
    public string? this[string name] => Get(name).Value;

    /// <summary>Every setting with its value and source, in order.</summary>
    /// <returns>The values.</returns>
    public IEnumerable<MlContextValue> GetAll() => _settings.Select(Resolve);

    /// <summary>One setting with its value and source.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MlOpsException">There is no such setting, or the saved file is damaged.</exception>
    public MlContextValue Get(string name) => Resolve(
        _settings.FirstOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new MlOpsException(ErrorCode.InvalidArgument, $"There is no setting '{name}'.", "Get-MlContext lists the settings.", name));

    private MlContextValue Resolve(ContextSetting setting)
    {
        var (value, source, detail) = Find(setting);
        return new() { Name = setting.Name, Value = value, Source = source, SourceDetail = detail, Description = setting.Description };
    }

    private (string? Value, ContextSource Source, string Detail) Find(ContextSetting setting)
    {
        if (_session.TryGetValue(setting.Name, out var session))
        {
            return (session, ContextSource.Session, "Set-MlContext -Scope Session");
        }

        foreach (var variable in setting.EnvironmentVariables)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } fromEnvironment)
            {
                return (fromEnvironment, ContextSource.Environment, variable);
            }
        }

        if (_saved.Value.TryGetValue(setting.Name, out var saved))
        {
            return (saved, ContextSource.User, _savedPath);
        }

        if (setting.ReadVendorConfiguration?.Invoke(this) is { } vendor)
        {
            return (vendor.Value, ContextSource.Vendor, vendor.Source);
        }

        return setting.Default is { } fallback ? (fallback, ContextSource.Default, "") : (null, ContextSource.None, "");
    }
}
