using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MlOps.StandIn.Serving;

/// <summary>A web server on loopback that does nothing but what it is given.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private const long Ahead = 1024 * 1024;
    private readonly WebApplication _app;

    private Loopback(WebApplication app) => _app = app;

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Starts serving. Port 0 is any free one.</summary>
    public static async Task<Loopback> StartAsync(RequestDelegate handle, int port, CancellationToken cancellation)
    {
        // Empty: nothing is read from the environment or from files, nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseSockets(sockets =>
        {
            (sockets.MaxReadBufferSize, sockets.MaxWriteBufferSize) = (Ahead, Ahead);
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        }).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestBufferSize = Ahead;
            kestrel.Limits.MaxResponseBufferSize = Ahead;
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;

            // What users note of objects need not be ASCII.
            kestrel.RequestHeaderEncodingSelector = kestrel.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.UTF8;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        // The last one counts.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPoolFactory>();
        var server = new Loopback(builder.Build());
        server._app.Run(handle);
        await server._app.StartAsync(cancellation);
        return server;
    }

    /// <summary>Stops at once: calls that are under way are aborted.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // It did not wait for connections that were open, as it was told.
        }

        await _app.DisposeAsync();
    }
}
