using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Account;

/// <summary>S3 beside an account: its objects, with the account's latency, faults and denials.</summary>
internal sealed class AccountStore : IStorageHost
{
    private readonly CloudAccountOptions _options;
    private readonly NearbyServices _nearby;
    private readonly FaultPlan _faults;
    private readonly CallLog _calls;
    private readonly StorageFront _front;

    public AccountStore(CloudAccountOptions options, NearbyServices nearby, FaultPlan faults, CallLog calls)
    {
        (_options, _nearby, _faults, _calls) = (options, nearby, faults, calls);
        nearby.Storage.Region = options.Region;
        _front = new(new S3Dialect(nearby.Objects, nearby.Storage), nearby.Storage, new(), this);
    }

    /// <summary>Answers a request when it is signed for S3, or for nobody and not of another service.</summary>
    public async Task<bool> TryServeAsync(HttpContext context, StorageTarget target) =>
        context.Request.Headers.Authorization.ToString().Contains("/s3/aws4_request", StringComparison.Ordinal) && await _front.TryServeAsync(context, target);

    public async ValueTask<StorageTurn> EnterAsync(IStorageDialect dialect, StorageRequest request)
    {
        _calls.Enter(request.Call(dialect));
        if (_options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(_options.Latency, request.Cancellation);
        }

        var turn = CommonFaults.Turn(_faults.Take(request.Operation), dialect, request);
        if (turn.Refusal is not null || turn.Faults.Count > 0)
        {
            return turn;
        }

        var refusal = _options.Denied.Contains(request.Operation) ? $"User: {_nearby.Caller} is not authorized to perform: s3:{request.Operation}"
            : _nearby.Forbidden.Contains(request.Bucket) ? "Access Denied"
            : null;
        return refusal is null ? await _nearby.StorageFaults.MeetAsync(_nearby.Objects, dialect, request) : new(dialect.Explain(request, new(403, "AccessDenied", refusal)), []);
    }

    public void Leave(StorageRequest request, int status, long sent) => _calls.Leave();
}
