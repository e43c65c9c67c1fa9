BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud Vertex -Project --jobs, 120, --tuning-jobs, 1
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Start-MlTrainingJob digits-1 -Provider Vertex -Image train:1
}

AfterAll { Exit-StandIn }

Describe 'A project where something is denied' {
    AfterEach { foreach ($operation in 'ListCustomJobs', 'CreateCustomJob', 'CancelCustomJob', 'entries.list') { $null = Invoke-StandIn allow @{ operation = $operation } } }

    It 'says that jobs are not to be listed' {
        $null = Invoke-StandIn deny @{ operation = 'ListCustomJobs' }
        Get-MlJob -Provider Vertex -Kind Training -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].Exception.Message | Should -BeLike '*aiplatform.customJobs.list*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Test-MlProvider Vertex*'
    }

    It 'says that no job may be started' {
        $null = Invoke-StandIn deny @{ operation = 'CreateCustomJob' }
        Start-MlTrainingJob digits-2 -Provider Vertex -Image train:1 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].Exception.Message | Should -BeLike '*aiplatform.customJobs.create*'
    }

    It 'says that a job may not be stopped' {
        $null = Invoke-StandIn deny @{ operation = 'CancelCustomJob' }
        Stop-MlJob digits-1 -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].Exception.Message | Should -BeLike '*aiplatform.customJobs.cancel*'
    }

    It 'says that the log is' {
        $null = Invoke-StandIn deny @{ operation = 'entries.list' }
        Get-MlJobLog digits-1 -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
    }
}

Describe 'A tuning job of Vertex AI' {
    It 'has no files of its own: the error says whose there are' {
        Get-MlJob -Provider Vertex -Kind Tuning | Get-MlArtifact -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Kind Training*'
    }
}

Describe 'Vertex AI in trouble' {
    It 'says that the credentials are not taken' {
        $null = Invoke-StandIn options @{ requireAuthorization = $true }
        Get-MlJob digits-1 -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $null = Invoke-StandIn options @{ requireAuthorization = $false }
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*gcloud auth application-default login*'
    }

    It 'is answered for all the same after <kind>' -ForEach @(
        @{ kind = 'throttle' }
        @{ kind = 'status503' }
        @{ kind = 'reset' }
        @{ kind = 'truncate' }
    ) {
        $null = Invoke-StandIn fault @{ operation = 'ListCustomJobs'; kind = $kind; times = 2 }
        @(Get-MlJob -Provider Vertex -ErrorAction Stop).Count | Should -Be 122
    }

    It 'lists everything though it wants fewer calls' {
        $null = Invoke-StandIn options @{ rate = 20; retryAfterSeconds = 1 }
        @(Get-MlJob -Provider Vertex -ErrorAction Stop).Count | Should -Be 122
        $null = Invoke-StandIn options @{ rate = $null; retryAfterSeconds = $null }
    }

    It 'reads a log whole though it wants fewer reads' {
        $null = Invoke-StandIn log @{ job = 'digits-1'; lines = @('epoch=1', 'epoch=2') }
        $null = Invoke-StandIn fault @{ operation = 'entries.list'; kind = 'throttle'; times = 2 }
        @(Get-MlJobLog digits-1 -Provider Vertex -ErrorAction Stop | Where-Object Message -Like 'epoch=*').Count | Should -Be 2
    }
}

Describe 'A long list of Vertex AI that is ended early' {
    It 'ends at once' {
        $null = Invoke-StandIn options @{ latencyMilliseconds = 300; pageCap = 5 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($once in 1) { Get-MlJob -Provider Vertex | ForEach-Object { $newest = $_; break } }
        $newest.Name | Should -Not -BeNullOrEmpty
        @(Get-MlJob -Provider Vertex -First 3).Count | Should -Be 3
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 8
        $null = Invoke-StandIn options @{ latencyMilliseconds = 0; pageCap = $null }
    }
}

Describe 'What was sent' {
    It 'is nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
