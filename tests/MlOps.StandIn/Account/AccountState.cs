using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>What an account holds. Whoever reads or changes it holds <see cref="Gate"/>.</summary>
internal sealed class AccountState(CloudAccountOptions options)
{
    public const string Number = "123456789012";

    public Lock Gate { get; } = new();

    public CloudAccountOptions Options { get; } = options;

    public JobTable Training { get; } = new(JobKind.Training);

    public JobTable Tuning { get; } = new(JobKind.Tuning);

    public LogStore Logs { get; } = new();

    /// <summary>Jobs that have not ended.</summary>
    public HashSet<StoredJob> Active { get; } = [];

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    public JobTable Table(JobKind kind) => kind == JobKind.Training ? Training : Tuning;

    public StoredJob Find(JobKind kind, string name) => Table(kind).Find(name) ?? throw ServiceException.Invalid("Requested resource not found.");

    public string Arn(JobKind kind, string name) => $"arn:aws:sagemaker:{Options.Region}:{Number}:{kind.ArnType}/{name}";

    public int PageSize(int asked) => Math.Min(asked, Options.PageCap ?? int.MaxValue);

    public void Change(StoredJob job, DateTimeOffset at, Action<System.Text.Json.Nodes.JsonObject> change)
    {
        job.Change(at, Options.IndexLag, change);
        Table(job.Kind).Changed(at);
        if (job.Ended)
        {
            Active.Remove(job);
        }
    }
}
