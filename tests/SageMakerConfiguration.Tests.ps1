BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Start-MlTrainingJob here -Provider Local -Command true | Wait-MlJob
}

AfterAll { Exit-StandIn }

Describe 'SageMaker without a region' {
    BeforeAll { $env:AWS_REGION = $null }

    AfterAll { Set-StandInEnvironment }

    It 'is an error that says what sets it' {
        Get-MlJob -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
        "$($problem[0].Exception.Message) $($problem[0].ErrorDetails.RecommendedAction)" | Should -BeLike '*-SageMakerRegion*'
    }

    It 'is left out of all providers with a verbose line' {
        $all = Get-MlJob -Provider All -Verbose -ErrorAction Stop 4>&1
        ($all | Where-Object { $_ -is [MlOps.MlJob] }).Name | Should -Be 'here'
        "$($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] })" | Should -BeLike '*SageMaker*region*'
    }

    It 'is the first thing that Test-MlProvider says' {
        $row = @(Test-MlProvider SageMaker)[0]
        $row.Check | Should -Be 'Region'
        $row.Result | Should -Be 'Failed'
        $row.Remedy | Should -BeLike '*-SageMakerRegion*'
    }
}

Describe 'SageMaker without credentials' {
    BeforeAll {
        $env:AWS_ACCESS_KEY_ID = $null
        $env:AWS_SECRET_ACCESS_KEY = $null
    }

    AfterAll { Set-StandInEnvironment }

    It 'is an error that says where they are looked for' {
        Get-MlJob -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*aws configure*'
        Get-StandInCall | Should -BeNullOrEmpty
    }

    It 'is an error for a profile that does not exist' {
        $env:AWS_PROFILE = 'nobody'
        Get-MlJob -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $env:AWS_PROFILE = $null
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
        $problem[0].Exception.Message | Should -BeLike "*'nobody'*"
    }
}

Describe 'SageMaker at an address that' {
    AfterAll { Set-StandInEnvironment }

    It 'nobody listens at is an error that names it' {
        $env:AWS_ENDPOINT_URL = 'http://127.0.0.1:9'
        $env:AWS_MAX_ATTEMPTS = '1'
        Get-MlJob -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $env:AWS_MAX_ATTEMPTS = $null
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.ProviderError,*'
        "$($problem[0].ErrorDetails.RecommendedAction)" | Should -BeLike '*AWS_ENDPOINT_URL*'
    }

    It 'is none is an error that names the variable' {
        $env:AWS_ENDPOINT_URL = 'nowhere'
        Get-MlJob -Provider SageMaker -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike '*AWS_ENDPOINT_URL*'
    }
}

Describe 'Test-MlProvider SageMaker' {
    It 'gives rows, the region first' {
        $rows = @(Test-MlProvider SageMaker -ErrorAction Stop)
        $rows.Count | Should -BeGreaterThan 1
        $rows | ForEach-Object { $_ | Should -BeOfType ([MlOps.MlProviderCheck]) }
        $rows[0].Check | Should -Be 'Region'
        $rows[0].Result | Should -Be 'Passed'
        $rows[0].Detail | Should -BeLike 'eu-central-1*'
        $rows | Where-Object Result -NE Passed | ForEach-Object { $_.Detail | Should -Not -BeNullOrEmpty }
    }
}

Describe 'The settings of SageMaker' {
    It 'are shown with their source, and nobody is asked' {
        $null = Invoke-StandIn reset-calls
        $region = Get-MlContext SageMakerRegion
        $region.Value | Should -Be 'eu-central-1'
        $region.Source | Should -Be 'Environment'
        $region.SourceDetail | Should -Be 'AWS_REGION'
        (Get-MlContext SageMakerBucket).Value | Should -Be 'ml-results'
        Get-StandInCall | Should -BeNullOrEmpty
    }

    It 'are overruled by those of the session' {
        Set-MlContext -SageMakerBucket other-bucket -Scope Session
        $shown = Start-MlTrainingJob planned -Provider SageMaker -Image train:1 -WhatIf 6>&1
        Set-MlContext -SageMakerBucket '' -Scope Session
        "$shown" | Should -BeLike '*s3://other-bucket/mlops*'
    }
}
