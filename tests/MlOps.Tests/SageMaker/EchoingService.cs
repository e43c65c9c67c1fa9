using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.Tests.SageMaker;

/// <summary>Refuses every signature and says why as AWS does: with the request's headers, the session token among them.</summary>
internal sealed class EchoingService : IService
{
    private const string Words = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    public Task<ServiceAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var message = $"{Words}\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:localhost\nx-amz-security-token:{SageMakerFixture.Token}\n\nhost;x-amz-security-token'\n";
        var isXml = call.Target.Split('.')[0] is "Sts" or "Iam" or "S3";
        return Task.FromResult(isXml
            ? new ServiceAnswer(403, Encoding.UTF8.GetBytes($"<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>{message}</Message></Error></ErrorResponse>")) { ContentType = "text/xml" }
            : ServiceAnswer.Error("InvalidSignatureException", message));
    }

    public JsonNode Control(string action, JsonObject body) => throw new ArgumentException(action);
}
