using MlOps.Providers.Aws;

namespace MlOps.Tests.Aws;

public class RedactionTests
{
    private const string Token = "IQoJb3JpZ2luX2VjE/+abc123==";

    [Theory]
    [InlineData("x-amz-security-token:" + Token)]
    [InlineData("X-Amz-Security-Token: " + Token)]
    [InlineData("X-Amz-Security-Token=" + Token + "&X-Amz-Date=20260101T000000Z")]
    [InlineData("{\"x-amz-security-token\":\"" + Token + "\"}")]
    [InlineData("{'sessionToken': '" + Token + "'}")]
    [InlineData("aws_session_token = " + Token)]
    [InlineData("aws_secret_access_key=" + Token)]
    [InlineData("The SecretAccessKey : " + Token + " is not valid")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/eu-central-1/sagemaker/aws4_request, SignedHeaders=host, Signature=" + Token)]
    [InlineData("The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:h\nsomething:" + Token + "\n'")]
    [InlineData("No.\n\nThe String-to-Sign should have been\n'" + Token + "'")]
    public void What_is_secret_is_not_shown(string message)
    {
        var shown = AwsRedaction.Clean(message);

        Assert.DoesNotContain("IQoJb3", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("IOSFODNN7EXAMPLE", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the key AKIAIOSFODNN7EXAMPLE is unknown", "the key AKIAIO*** is unknown")]
    [InlineData("ASIAIOSFODNN7EXAMPLE", "ASIAIO***")]
    public void A_key_s_id_keeps_its_beginning(string message, string shown) => Assert.Equal(shown, AwsRedaction.Clean(message));

    [Theory]
    [InlineData("User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sagemaker:Search on resource: *")]
    [InlineData("The security token included in the request is expired")]
    [InlineData("Signature expired: 20260101T000000Z is now earlier than 20260101T005500Z (20260101T010000Z - 5 min.)")]
    public void What_is_not_secret_stays(string message) => Assert.Equal(message, AwsRedaction.Clean(message));

    [Fact]
    public void A_message_is_one_line_without_control_sequences()
    {
        var shown = AwsRedaction.Clean("one\r\n  two\u001b[31m red\u0007");

        Assert.StartsWith("one two", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, char.IsControl);
    }

    [Fact]
    public void No_message_is_an_empty_one() => Assert.Equal("", AwsRedaction.Clean(null));
}
