using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Google;

/// <summary>Cloud Storage beside a project: its objects, with the project's latency, quotas, faults and denials.</summary>
internal sealed class ProjectStore : IStorageHost
{
    private const string TestPermissions = "/iam/testPermissions";
    private readonly ProjectState _state;
    private readonly FaultPlan _faults;
    private readonly CallLog _calls;
    private readonly Func<ServiceCall, FaultKind?, ServiceAnswer?> _refuse;
    private readonly StorageFront _front;

    /// <summary>Serves the objects of a project.</summary>
    /// <param name="state">The project.</param>
    /// <param name="faults">What goes wrong with it.</param>
    /// <param name="calls">Takes the calls.</param>
    /// <param name="refuse">Why a call is not carried out; null when it is.</param>
    /// <param name="violate">Takes what is wrong with requests.</param>
    public ProjectStore(ProjectState state, FaultPlan faults, CallLog calls, Func<ServiceCall, FaultKind?, ServiceAnswer?> refuse, Action<string> violate)
    {
        (_state, _faults, _calls, _refuse) = (state, faults, calls, refuse);
        Options.ProjectNumber = state.Options.Number;
        _front = new(new CloudStorageDialect(state.Objects, Options, new(violate)), Options, new(), this);
    }

    /// <summary>How Cloud Storage behaves.</summary>
    public StorageOptions Options { get; } = new() { SaysMediaErrorsPlainly = false };

    /// <summary>What goes wrong with Cloud Storage alone.</summary>
    public StorageFaults Faults { get; } = new();

    /// <summary>Answers a request when it is one of objects: who may what with a bucket is asked of the project.</summary>
    public async Task<bool> TryServeAsync(HttpContext context, StorageTarget target) =>
        !target.Path.EndsWith(TestPermissions, StringComparison.Ordinal) && await _front.TryServeAsync(context, target);

    public async ValueTask<StorageTurn> EnterAsync(IStorageDialect dialect, StorageRequest request)
    {
        var call = request.Call(dialect);
        _calls.Enter(call);
        if (_state.Options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(_state.Options.Latency, request.Cancellation);
        }

        Options.PageSize = _state.Options.PageCap ?? 1000;
        var fault = _faults.Take(request.Operation);
        if (_refuse(call, fault) is { } refusal)
        {
            var answer = new StorageAnswer(refusal.Status) { ContentType = refusal.ContentType ?? "application/json; charset=UTF-8", Body = refusal.Body };
            answer.Headers.AddRange(refusal.Headers.Select(header => (header.Key, header.Value)));
            return new(answer, []);
        }

        var turn = CommonFaults.Turn(fault, dialect, request);
        return turn.Faults.Count > 0 ? turn : await Faults.MeetAsync(_state.Objects, dialect, request);
    }

    public void Leave(StorageRequest request, int status, long sent) => _calls.Leave();
}
