BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn --jobs, 120, --tuning-jobs, 1
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Start-MlTrainingJob digits-1 -Provider SageMaker -Image train:1
    $names = @(foreach ($name in (Invoke-StandIn jobs)) { "$name" })
}

AfterAll { Exit-StandIn }

Describe 'An account where something is denied' {
    AfterEach { foreach ($operation in 'Search', 'ListTags', 'DescribeLogStreams', 'StopTrainingJob') { $null = Invoke-StandIn allow @{ operation = $operation } } }

    It 'still lists all jobs whole without Search' {
        $null = Invoke-StandIn deny @{ operation = 'Search' }
        $jobs = @(Get-MlJob -Provider SageMaker -ErrorAction Stop)
        $jobs.Count | Should -Be 122
        $jobs | ForEach-Object { $_.InstanceType | Should -BeLike 'ml.*' }
        @(Get-MlJob '*resnet*' -Provider SageMaker).Count | Should -Be $names.Where{ $_ -like '*resnet*' }.Count
    }

    It 'shows a job though its tags are denied' {
        $null = Invoke-StandIn deny @{ operation = 'ListTags' }
        (Get-MlJob digits-1 -Provider SageMaker -ErrorAction Stop).Name | Should -Be 'digits-1'
    }

    It 'says that a job may not be stopped' {
        $null = Invoke-StandIn deny @{ operation = 'StopTrainingJob' }
        Stop-MlJob digits-1 -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].Exception.Message | Should -BeLike '*sagemaker:StopTrainingJob*'
    }

    It 'says that the log is' {
        $null = Invoke-StandIn deny @{ operation = 'DescribeLogStreams' }
        Get-MlJobLog digits-1 -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].Exception.Message | Should -BeLike '*logs:DescribeLogStreams*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Test-MlProvider*'
    }
}

Describe 'An account with an empty log' {
    It 'has no lines and no error' {
        Get-MlJobLog digits-1 -Provider SageMaker -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'A tuning job' {
    It 'has neither a log nor files of its own: the error says whose there are' {
        $tuning = Get-MlJob -Provider SageMaker -Kind Tuning
        foreach ($cmdlet in 'Get-MlJobLog', 'Get-MlArtifact') {
            $tuning | & $cmdlet -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike "*$($tuning.Name)*-Kind Training*"
        }
    }
}

Describe 'A service in trouble' {
    It 'says that the credentials have expired' {
        $null = Invoke-StandIn fault @{ operation = 'DescribeTrainingJob'; kind = 'expired'; times = 1 }
        Get-MlJob digits-1 -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*expired*aws sso login*'
    }

    It 'is answered for all the same after <kind>' -ForEach @(
        @{ kind = 'throttle' }
        @{ kind = 'status500' }
        @{ kind = 'reset' }
        @{ kind = 'truncate' }
    ) {
        $null = Invoke-StandIn fault @{ operation = 'Search'; kind = $kind; times = 2 }
        @(Get-MlJob -Provider SageMaker -ErrorAction Stop).Count | Should -Be 122
    }

    It 'lists everything though it wants fewer calls' {
        $null = Invoke-StandIn options @{ rate = 20 }
        @(Get-MlJob -Provider SageMaker -ErrorAction Stop).Count | Should -Be 122
        $null = Invoke-StandIn options @{ rate = $null }
    }

    It 'does not keep the others from answering' {
        $null = Start-MlTrainingJob here -Provider Local -Command true | Wait-MlJob
        $null = Invoke-StandIn deny @{ operation = 'Search' }
        $null = Invoke-StandIn deny @{ operation = 'ListTrainingJobs' }
        $found = Get-MlJob -Provider All -Kind Training -ErrorVariable problem -ErrorAction SilentlyContinue
        $null = Invoke-StandIn allow @{ operation = 'Search' }
        $null = Invoke-StandIn allow @{ operation = 'ListTrainingJobs' }
        $found.Name | Should -Be 'here'
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
    }
}

Describe 'A pipeline that is ended early' {
    It 'ends a long list at once' {
        $null = Invoke-StandIn options @{ latencyMilliseconds = 300; pageCap = 5 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($once in 1) { Get-MlJob -Provider SageMaker | ForEach-Object { $newest = $_; break } }
        $newest.Name | Should -Not -BeNullOrEmpty
        @(Get-MlJob -Provider SageMaker -First 3).Count | Should -Be 3
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 8
        $null = Invoke-StandIn options @{ latencyMilliseconds = 0; pageCap = $null }
    }
}

Describe 'What was sent' {
    It 'is nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
