using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>Takes the requests of a store and answers them, with what goes wrong on the way.</summary>
internal sealed class StorageFront(IStorageDialect dialect, StorageOptions options, StorageTraffic traffic, IStorageHost host)
{
    /// <summary>Answers a request; false: it is none of this store.</summary>
    public async Task<bool> TryServeAsync(HttpContext context, StorageTarget target)
    {
        if (dialect.Recognize(context, target) is not { } request)
        {
            return false;
        }

        AnswerSender? sender = null;
        var isCut = false;
        try
        {
            var (refusal, faults) = await host.EnterAsync(dialect, request);
            sender = new(context, options, traffic, faults);
            await sender.SendAsync(await AnswerAsync(request, refusal, sender));
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionAbortedException or ConnectionResetException || context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, or was sent away.
            context.Abort();
            isCut = true;
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
        }
        finally
        {
            host.Leave(request, isCut ? 0 : context.Response.StatusCode, sender?.Sent ?? 0);
        }

        return true;
    }

    private async Task<StorageAnswer> AnswerAsync(StorageRequest request, StorageAnswer? refusal, AnswerSender sender)
    {
        StorageAnswer answer;
        try
        {
            request.Body = sender.Receiving(request.Body);
            answer = refusal ?? await dialect.AnswerAsync(request);
        }
        catch (StorageFailure failure)
        {
            answer = dialect.Explain(request, failure);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException) && !request.Cancellation.IsCancellationRequested)
        {
            // A mistake of the stand-in says what it is: what it looks like to the caller is a failure of the service.
            answer = dialect.Explain(request, new(500, "StandInFailure", e.ToString()));
        }

        answer.Headers.Add((dialect.RequestId, request.Context.TraceIdentifier));
        return answer;
    }
}
