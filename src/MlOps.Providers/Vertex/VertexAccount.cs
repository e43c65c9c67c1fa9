using System.Collections.Concurrent;
using MlOps.Providers.Gcs;
using MlOps.Providers.Google;
using MlOps.Providers.Vertex.Logs;

namespace MlOps.Providers.Vertex;

/// <summary>What the provider's parts need of the settings in force: where, as whom, and the clients. Nobody is called and nothing is looked up before the first call.</summary>
internal sealed class VertexAccount
{
    /// <summary>How many calls of a list run at once.</summary>
    public const int Calls = 16;

    private readonly ConcurrentDictionary<string, VertexClient> _clients = new(StringComparer.Ordinal);
    private readonly Lazy<LoggingClient> _logging;
    private readonly Lazy<GcsStore> _store;

    /// <summary>Takes the settings.</summary>
    /// <param name="context">The settings.</param>
    public VertexAccount(MlContext context)
    {
        Context = context;
        Rest = new(Tokens);
        _logging = new(() => new(Rest));
        _store = new(() => new(Rest));
    }

    /// <summary>The settings in force.</summary>
    public MlContext Context { get; }

    /// <summary>What calls are authorised with.</summary>
    public GoogleTokens Tokens { get; } = new();

    /// <summary>How services are called.</summary>
    public GoogleRestClient Rest { get; }

    /// <summary>The project that jobs run in; empty when none is set.</summary>
    public string Project => Context[VertexSettings.Project.Name] ?? "";

    /// <summary>The location that jobs run in; empty when none is set.</summary>
    public string Location => Context[VertexSettings.Location.Name] ?? "";

    /// <summary>Cloud Logging.</summary>
    public LoggingClient Logging => _logging.Value;

    /// <summary>Cloud Storage.</summary>
    public GcsStore Store => _store.Value;

    /// <summary>Vertex AI in a location.</summary>
    /// <param name="location">The location.</param>
    /// <returns>The client.</returns>
    public VertexClient Client(string location) => _clients.GetOrAdd(location, place => new(Rest, Project, place));
}
