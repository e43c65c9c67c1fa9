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

        var (refusal, faults) = await host.EnterAsync(dialect, request);
        var sender = new AnswerSender(context, options, traffic, faults);
        var isCut = false;
        try
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

            answer.Headers.Add((dialect.RequestId, context.TraceIdentifier));
            await sender.SendAsync(answer);
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
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // A mistake of the stand-in says what it is: what it looks like to the caller is a failure of the service.
            await sender.SendAsync(dialect.Explain(request, new(500, "StandInFailure", e.ToString())));
        }
        finally
        {
            host.Leave(request, isCut ? 0 : context.Response.StatusCode, sender.Sent);
        }

        return true;
    }
}
