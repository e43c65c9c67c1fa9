using System.Net;

namespace MlOps.Providers.S3;

/// <summary>Whether a server knows CRC-64/NVME. AWS's own does; of others that is found out when they refuse the first request with it and take the same one without.</summary>
internal sealed class S3Dialect
{
    private volatile bool _isOld;

    /// <summary>Makes a request.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="call">Makes it, with the checksum or without.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="MlOpsException">The request was refused either way.</exception>
    public async Task<T> TryAsync<T>(Func<bool, Task<T>> call)
    {
        if (_isOld)
        {
            return await call(false).ConfigureAwait(false);
        }

        try
        {
            return await call(true).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (S3Refusal.Status(e) == HttpStatusCode.NotImplemented || S3Refusal.Code(e) is "InvalidRequest" or "InvalidArgument" or "NotImplemented" or "BadRequest")
        {
            try
            {
                var answer = await call(false).ConfigureAwait(false);
                _isOld = true;
                return answer;
            }
            catch (MlOpsException)
            {
                // It was not for the checksum.
            }

            throw;
        }
    }
}
