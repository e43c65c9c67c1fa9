using System.Diagnostics;
using MlOps.Providers.Aws;
using MlOps.StandIn.Account;
using MlOps.Tests.SageMaker;

namespace MlOps.Tests.Aws;

/// <summary>What calls are signed with, and in which order it is looked for.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class CredentialTests : IAsyncDisposable
{
    private readonly SageMakerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Keys_in_the_environment_are_taken()
    {
        _fixture.Variables["AWS_SESSION_TOKEN"] = SageMakerFixture.Token;
        _fixture.Folder.File("aws-credentials", Keys("default", "AKIAPROFILE"));

        Assert.Equal((SageMakerFixture.KeyId, SageMakerFixture.Secret, SageMakerFixture.Token), Found(null, isChosen: false));
    }

    [Theory]
    [InlineData("aws-credentials", "team")]
    [InlineData("aws-config", "profile team")]
    public void A_profile_has_keys_of_its_own(string file, string section)
    {
        NoKeys();
        _fixture.Folder.File(file, Keys(section, "AKIAPROFILE"));

        Assert.Equal(("AKIAPROFILE", "secret of AKIAPROFILE", ""), Found("team", isChosen: false));
    }

    [Fact]
    public void A_profile_that_is_chosen_beats_keys_in_the_environment_and_one_that_a_variable_names_does_not()
    {
        _fixture.Folder.File("aws-credentials", Keys("team", "AKIAPROFILE"));

        Assert.Equal("AKIAPROFILE", Found("team", isChosen: true).Id);
        Assert.Equal(SageMakerFixture.KeyId, Found("team", isChosen: false).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_provider_knows_who_chose_the_profile(bool bySession)
    {
        await using var sageMaker = await SageMakerFixture.Serve(new CloudAccount());
        sageMaker.Folder.File("aws-credentials", Keys("team", "AKIAPROFILE"));
        if (bySession)
        {
            sageMaker.Set("SageMakerProfile", "team");
        }
        else
        {
            sageMaker.Variables["AWS_PROFILE"] = "team";
        }

        Assert.Empty(await sageMaker.List());

        // The stand-in keeps no signatures: what differs is where the credentials come from.
        var credentials = AwsCredentialCache.Resolve("team", bySession, sageMaker.Prompt);
        Assert.Equal(bySession ? "AKIAPROFILE" : SageMakerFixture.KeyId, (await credentials.GetCredentialsAsync()).AccessKey);
        Assert.Equal("team", sageMaker.Context()["SageMakerProfile"]);
    }

    [Fact]
    public void A_program_can_give_keys()
    {
        NoKeys();
        var program = _fixture.Folder.File("keys.sh", "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKIAPROGRAM\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\"}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _fixture.Folder.File("aws-config", $"[default]\ncredential_process = {program}\n");

        Assert.Equal(("AKIAPROGRAM", "s", "t"), Found(null, isChosen: false));
    }

    [Fact]
    public async Task A_program_that_fails_is_said_to()
    {
        NoKeys();
        _fixture.Folder.File("aws-config", "[default]\ncredential_process = /no/such/program\n");
        _fixture.Variables["AWS_ENDPOINT_URL"] = SageMakerFixture.Nowhere();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => _fixture.List());

        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains("/no/such/program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_a_second_factor_asks_for_its_code_and_is_kept_for_the_session()
    {
        WithSecondFactor();
        _fixture.Prompt.Answer = "123456";

        await Assert.ThrowsAnyAsync<MlOpsException>(() => _fixture.List(new() { Kind = MlJobKind.Training }));

        // STS is not there, so nothing comes of the code; but it was asked for, by name.
        Assert.NotEmpty(_fixture.Prompt.Questions);
        Assert.All(_fixture.Prompt.Questions, question => Assert.Contains("arn:aws:iam::123456789012:mfa/ana", question, StringComparison.Ordinal));
        Assert.Same(AwsCredentialCache.Resolve("team", true, _fixture.Prompt), AwsCredentialCache.Resolve("team", true, _fixture.Prompt));
    }

    [Fact]
    public async Task A_second_factor_that_nobody_can_give_is_not_configured()
    {
        WithSecondFactor();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => _fixture.List(new() { Kind = MlJobKind.Training }));

        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains("arn:aws:iam::123456789012:mfa/ana", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_profile_is_named(bool isChosen)
    {
        NoKeys();
        if (isChosen)
        {
            _fixture.Set("SageMakerProfile", "nobody");
        }
        else
        {
            _fixture.Variables["AWS_PROFILE"] = "nobody";
        }

        var error = await Assert.ThrowsAsync<MlOpsException>(() => _fixture.List());

        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains("'nobody'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_credentials_it_is_said_soon()
    {
        NoKeys();
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => _fixture.List());

        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains("aws configure", error.RecommendedAction, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"It took {clock.Elapsed}.");
    }

    private static string Keys(string section, string id) => $"[{section}]\naws_access_key_id = {id}\naws_secret_access_key = secret of {id}\n";

    private void NoKeys()
    {
        _fixture.Variables["AWS_ACCESS_KEY_ID"] = null;
        _fixture.Variables["AWS_SECRET_ACCESS_KEY"] = null;
    }

    private void WithSecondFactor()
    {
        NoKeys();
        var nowhere = SageMakerFixture.Nowhere();
        _fixture.Variables["AWS_ENDPOINT_URL"] = nowhere;
        _fixture.Variables["AWS_ENDPOINT_URL_STS"] = nowhere;
        _fixture.Variables["AWS_MAX_ATTEMPTS"] = "1";
        _fixture.Variables["HTTPS_PROXY"] = nowhere;
        _fixture.Folder.File("aws-credentials", Keys("base", "AKIABASE"));
        _fixture.Folder.File("aws-config", "[profile team]\nrole_arn = arn:aws:iam::123456789012:role/team\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/ana\nregion = eu-central-1\n");
        _fixture.Set("SageMakerProfile", "team");
    }

    private static (string Id, string Secret, string Token) Found(string? profile, bool isChosen)
    {
        var keys = new AwsCredentials(profile, isChosen, _ => "").Resolve().GetCredentials();
        return (keys.AccessKey, keys.SecretKey, keys.Token);
    }
}
