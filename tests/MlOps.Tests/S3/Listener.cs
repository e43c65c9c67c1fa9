using System.Net;
using System.Text;
using MlOps.Tests.Support;

namespace MlOps.Tests.S3;

/// <summary>Answers the requests of S3 as a test wants it, where the stand-in is too good.</summary>
internal sealed class Listener : IDisposable
{
    private readonly EnvironmentVariables _variables = new();
    private readonly HttpListener _listener = new();

    /// <summary>Listens, and lets S3 be called here.</summary>
    /// <param name="answer">Sets status and headers, and makes the body.</param>
    public Listener(Func<HttpListenerRequest, HttpListenerResponse, string> answer)
    {
        var address = SageMaker.SageMakerFixture.Nowhere();
        _listener.Prefixes.Add(address + "/");
        _listener.Start();
        _ = ServeAsync(answer);
        _variables["AWS_ENDPOINT_URL_S3"] = address;
        _variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = null;
    }

    public void Dispose()
    {
        _listener.Close();
        _variables.Dispose();
    }

    private async Task ServeAsync(Func<HttpListenerRequest, HttpListenerResponse, string> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await context.Request.InputStream.CopyToAsync(Stream.Null);
            var body = answer(context.Request, context.Response);
            context.Response.Close(context.Request.HttpMethod == "HEAD" ? [] : Encoding.UTF8.GetBytes(body), willBlock: false);
        }
    }
}
